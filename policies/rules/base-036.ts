import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule, type Draft } from "../rule";

export const rule = defineRule({
  code: "BASE-036",
  title: "labels, selectors and variables do not contradict themselves",
  severity: "medium",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "the cluster refuses a selector that misses its own pods, services and scalers count the pods of another that a selector finds, and of two values of one variable nobody knows which is meant",
  cure: "give each workload a label of its own and select by it; set each variable once",
  reference: "kube-linter mismatching-selector, duplicate-env-var; Polaris metadataAndInstanceMismatched",
  config: z.strictObject({}),
  check: (facts) => [
    ...facts.cluster.selectors.flatMap(({ path, findsItself, others }) => {
      const place = { object: path, path: `${path}:spec.selector` };
      const drafts: Draft[] = [];
      if (!findsItself) drafts.push({ ...place, message: "its selector does not find its own pods" });
      if (others.length > 0)
        drafts.push({
          ...place,
          message: `its selector finds the pods of ${others.join(", ")} too`,
          level: "advisory",
        });
      return drafts;
    }),
    ...ofContainers(facts, (container, workload) =>
      container.start.repeatedNames.map((name) => ({
        ...inContainer(facts, workload, container, "env", name),
        message: `sets ${name} more than once`,
      })),
    ),
  ],
});
