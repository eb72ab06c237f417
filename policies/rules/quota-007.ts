import { z } from "zod";
import { amountText } from "../capacity";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule, type Draft } from "../rule";

const KINDS = ["cpu", "memory"] as const;

export const rule = defineRule({
  code: "QUOTA-007",
  title: "every container fits the bounds of its scope",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "the cluster refuses a container above a maximum, below a minimum, or with a request above its limit, and the pod never comes to be",
  cure: "choose amounts within the bounds, and a request that is not above the limit",
  reference: "Kubernetes: limit ranges",
  config: z.strictObject({}),
  check: (facts) => {
    const bounds = new Map(facts.scopes.map(({ name, limits }) => [name, limits]));
    return ofContainers(facts, (container, workload) =>
      KINDS.flatMap((kind) => {
        const request = container.resources.requests[kind];
        const limit = container.resources.limits[kind];
        const text = (amount: number): string => amountText(`limits.${kind}`, amount);
        const drafts: Draft[] = [];
        if (request !== undefined && limit !== undefined && request > limit)
          drafts.push({
            ...inContainer(facts, workload, container, `requests.${kind}`),
            message: `requests ${text(request)} of ${kind}, and may take no more than ${text(limit)}`,
          });
        for (const { path, max, min } of bounds.get(workload.scope) ?? []) {
          const most = max[kind];
          const least = min[kind];
          if (limit !== undefined && most !== undefined && limit > most)
            drafts.push({
              ...inContainer(facts, workload, container, `limits.${kind}`),
              message: `may take ${text(limit)} of ${kind}, and ${path} allows ${text(most)}`,
            });
          if (request !== undefined && least !== undefined && request < least)
            drafts.push({
              ...inContainer(facts, workload, container, `requests.${kind}`),
              message: `requests ${text(request)} of ${kind}, and ${path} asks for ${text(least)}`,
            });
        }
        return drafts;
      }),
    );
  },
});
