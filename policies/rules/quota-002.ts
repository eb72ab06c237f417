import { z } from "zod";
import { overuse } from "../overuse";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "QUOTA-002",
  title: "memory fits every quota",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "a workload that does not fit is refused in the middle of a rollout, and on a machine the kernel kills a neighbour",
  cure: "ask for less, run fewer replicas, or raise the quota",
  reference: "Kubernetes: resource quotas",
  config: z.strictObject({}),
  check: (facts) =>
    overuse(facts, ["requests.memory", "limits.memory"], ["memory", "requests.memory", "limits.memory"]),
});
