import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-002",
  title: "no program gains rights that its starter lacks",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "a set-uid program in an image undoes everything that was taken from its user",
  cure: "set allowPrivilegeEscalation: false; on Compose security_opt: [no-new-privileges:true]",
  reference: "Pod Security Standards, restricted: privilege escalation; CIS Docker benchmark 5.26",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) =>
      container.escalates
        ? { ...inContainer(facts, workload, container, "escalation"), message: "its programs may gain rights" }
        : undefined,
    ),
});
