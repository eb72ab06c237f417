import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer, type Field } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "QUOTA-005",
  title: "every container says what it needs and what it may take",
  severity: "medium",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "what says nothing is placed anywhere and takes everything; no sum that leaves it out means anything",
  cure: "set requests and limits of cpu and memory, and on Compose a limit of processes too",
  reference: "CIS Docker benchmark 5.11, 5.12, 5.29; NSA Kubernetes hardening guide: resource policies",
  config: z.strictObject({
    requests: z.boolean().default(true).describe("Whether requests are asked for as well as limits."),
  }),
  check: (facts, config) =>
    ofContainers(facts, (container, workload) => {
      const { requests, limits } = container.resources;
      const wanted: readonly (readonly [Field, number | undefined])[] = [
        ["limits.cpu", limits.cpu],
        ["limits.memory", limits.memory],
        ...(facts.target === "compose" ? ([["limits.pids", limits.pids]] as const) : []),
        ...(config.requests
          ? ([
              ["requests.cpu", requests.cpu],
              ["requests.memory", requests.memory],
            ] as const)
          : []),
      ];
      return wanted
        .filter(([, amount]) => amount === undefined)
        .map(([field]) => ({ ...inContainer(facts, workload, container, field), message: `says no ${field}` }));
    }),
});
