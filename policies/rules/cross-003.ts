import { z } from "zod";
import { amountText } from "../capacity";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

const text = (bytes: number): string => amountText("limits.memory", bytes);

export const rule = defineRule({
  code: "CROSS-003",
  title: "a database's memory settings fit its container",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "the kernel kills a server that takes more than its container may, with every session on it, and the next start recovers from the log",
  cure: "lower shared_buffers, work_mem or max_connections, put a pooler in front, or raise the limit; a quarter of the limit is a good cache",
  reference: "PostgreSQL: resource consumption, memory; Linux memory overcommit",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) => {
      const limit = container.resources.limits.memory;
      const memory = container.reading?.memory;
      if (limit === undefined || memory === undefined) return undefined;
      const { shared, perSession, sessions } = memory;
      const place = inContainer(facts, workload, container, "limits.memory");
      if (shared >= limit)
        return { ...place, message: `shared_buffers of ${text(shared)} does not leave anything of ${text(limit)}` };
      const most = shared + sessions * perSession;
      if (most <= limit) return undefined;
      // Sessions rarely sort all at once, and then several times each.
      return {
        ...place,
        message: `shared_buffers of ${text(shared)} and ${sessions} sessions of ${text(perSession)} come to ${text(most)}, and the container may take ${text(limit)}`,
        level: "advisory",
      };
    }),
});
