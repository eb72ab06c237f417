import { z } from "zod";
import { ofContainers } from "../containers";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-021",
  title: "a program is killed later than it is taken out of service",
  severity: "low",
  level: "advisory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "when both probes ask the same thing and lose patience together, a slow moment restarts every copy instead of sparing it calls",
  cure: "ask something simpler in the liveness probe or be more patient there, or leave it out: a program that ends is restarted anyway",
  reference: "kube-score pod-probes-identical; Kubernetes: configure liveness, readiness and startup probes",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, ({ path, start }, workload) => {
      const live = start.asks.find(({ field }) => field === "livenessProbe");
      const ready = start.asks.find(({ field }) => field === "readinessProbe");
      return live !== undefined && live.question === ready?.question && live.patience <= ready.patience
        ? {
            object: workload.path,
            path: `${path}.livenessProbe`,
            message: `asks what the readiness probe asks, and kills after ${live.patience}s`,
          }
        : undefined;
    }),
});
