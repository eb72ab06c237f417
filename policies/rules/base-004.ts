import { z } from "zod";
import { ofContainers } from "../containers";
import { isCopyingJob } from "../copying-job";
import { inContainer } from "../place";
import { defineRule, type Draft } from "../rule";

export const rule = defineRule({
  code: "BASE-004",
  title: "every container drops all capabilities and adds only allowed ones",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "the capabilities that engines leave by default are enough to forge packets and to own files of others",
  cure: "drop ALL, and add no more than NET_BIND_SERVICE",
  reference: "Pod Security Standards, restricted: capabilities; CIS Docker benchmark 5.4",
  config: z.strictObject({
    allowed: z
      .array(z.string())
      .default(["NET_BIND_SERVICE"])
      .describe("Capabilities that may be added, without CAP_."),
  }),
  check: (facts, { allowed }) =>
    ofContainers(facts, (container, workload) => {
      const { added, dropped } = container.capabilities;
      const drafts: Draft[] = [];
      if (!dropped.includes("ALL"))
        drafts.push({
          ...inContainer(facts, workload, container, "capabilities.drop"),
          message: "does not drop ALL capabilities",
        });
      const more = isCopyingJob(workload, container) ? [] : added.filter((name) => !allowed.includes(name));
      for (const name of more)
        drafts.push({
          ...inContainer(facts, workload, container, "capabilities.add", name),
          message: `adds the capability ${name}`,
        });
      return drafts;
    }),
});
