import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-037",
  title: "every container bounds what it writes on its node",
  severity: "low",
  level: "advisory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "logs and scratch files of one pod fill the disk of its node, and the kubelet then evicts the others",
  cure: "set a limit of ephemeral-storage; it holds for scratch volumes, logs and the writable root together",
  reference: "kube-score container-ephemeral-storage-request-and-limit",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) =>
      container.start.disk.limit === undefined
        ? { ...inContainer(facts, workload, container, "limits.disk"), message: "says no limit of ephemeral-storage" }
        : undefined,
    ),
});
