import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-003",
  title: "no container is privileged",
  severity: "critical",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "a privileged container is the host",
  cure: "remove privileged, and give the one capability or device that is needed",
  reference: "Pod Security Standards, baseline: privileged containers; CIS Docker benchmark 5.5",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) =>
      container.privileged
        ? { ...inContainer(facts, workload, container, "privileged"), message: "runs privileged" }
        : undefined,
    ),
});
