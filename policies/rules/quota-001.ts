import { z } from "zod";
import { overuse } from "../overuse";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "QUOTA-001",
  title: "processor time fits every quota",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "a workload that does not fit is refused in the middle of a rollout, and on a machine it takes the time of others",
  cure: "ask for less, run fewer replicas, or raise the quota",
  reference: "Kubernetes: resource quotas",
  config: z.strictObject({}),
  check: (facts) => overuse(facts, ["requests.cpu", "limits.cpu"], ["cpu", "requests.cpu", "limits.cpu"]),
});
