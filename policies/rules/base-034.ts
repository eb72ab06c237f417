import { z } from "zod";
import { inObject, inWorkload } from "../place";
import { defineRule, type Draft } from "../rule";

export const rule = defineRule({
  code: "BASE-034",
  title: "what runs in copies survives the loss of a machine",
  severity: "low",
  level: "advisory",
  targets: ["kubernetes"],
  sees: "platform",
  why: "copies on one node die together, and without a budget a drain takes them all at once; a budget that lets none go stops every upgrade of the cluster",
  cure: "spread the copies by anti-affinity or topology constraints, and write a PodDisruptionBudget with maxUnavailable: 1",
  reference:
    "kube-score deployment-has-host-podantiaffinity, deployment-has-poddisruptionbudget; kube-linter no-anti-affinity, pdb-max-unavailable, pdb-min-available; Polaris missingPodDisruptionBudget",
  config: z.strictObject({
    least: z
      .number()
      .int()
      .min(1)
      .default(1)
      .describe("Copies that every long-running workload must have, but for daemons."),
  }),
  check: (facts, { least }) => {
    const kept = new Set(facts.cluster.disruptions.flatMap(({ workloads }) => workloads));
    return [
      ...facts.workloads
        .filter(({ kind }) => kind === "service" || kind === "stateful")
        .flatMap((workload) => {
          const drafts: Draft[] = [];
          const { replicas } = workload;
          if (replicas > 0 && replicas < least)
            drafts.push({
              ...inWorkload(facts, workload, "spec.replicas"),
              message: `runs ${replicas} times, not ${least}`,
            });
          if (replicas < 2) return drafts;
          if (!workload.pod.isSpread)
            drafts.push({
              ...inWorkload(facts, workload, "affinity"),
              message: `nothing keeps its ${replicas} copies on different nodes`,
            });
          if (!kept.has(workload.path))
            drafts.push({
              ...inWorkload(facts, workload, "podDisruptionBudget"),
              message: `no PodDisruptionBudget keeps any of its ${replicas} copies`,
            });
          return drafts;
        }),
      ...facts.cluster.disruptions
        .filter(({ isBlocking }) => isBlocking)
        .map(({ path }) => ({ ...inObject(path), message: "lets no pod go, so no node can be drained" })),
    ];
  },
});
