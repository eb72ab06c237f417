import { z } from "zod";
import { overuse } from "../overuse";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "QUOTA-004",
  title: "the numbers of pods and claims fit every quota",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "rollouts need room for one more pod than usual and jobs for theirs; without it they stand still",
  cure: "run fewer replicas, or raise the quota",
  reference: "Kubernetes: resource quotas",
  config: z.strictObject({}),
  check: (facts) =>
    overuse(
      facts,
      ["pods", "persistentvolumeclaims"],
      ["pods", "count/pods", "persistentvolumeclaims", "count/persistentvolumeclaims"],
    ),
});
