import { z } from "zod";
import { ofContainers } from "../containers";
import { isCopyingJob } from "../copying-job";
import { inContainer } from "../place";
import { defineRule, type Draft } from "../rule";

export const rule = defineRule({
  code: "BASE-016",
  title: "users and groups have numbers that mean nothing on the host",
  severity: "low",
  level: "advisory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "files that the group of root may read are open to a program in that group, and a number that the host gave to somebody is that somebody when the program breaks out",
  cure: "name a group that is not 0; where a least number is set, run an image whose files do not belong to a smaller one",
  reference:
    "kube-score container-security-context-user-group-id; checkov CKV_K8S_40; Trivy KSV-0020, KSV-0021, KSV-0116",
  config: z.strictObject({
    least: z
      .number()
      .int()
      .min(0)
      .default(0)
      .describe(
        "Smallest number of a user or group; often 10000. 0 asks for nothing but another group than that of root: many images own their files as a smaller number.",
      ),
  }),
  check: (facts, { least }) =>
    ofContainers(facts, (container, workload) => {
      const { user, start } = container;
      // That a user is root is told by another rule, and says all.
      if (user === 0 || isCopyingJob(workload, container)) return undefined;
      const drafts: Draft[] = [];
      const group = inContainer(facts, workload, container, "group");
      const groups = [...(start.group === undefined ? [] : [start.group]), ...start.moreGroups];
      if (groups.includes(0)) drafts.push({ ...group, message: "is in the group of root" });
      if (user !== undefined && user < least)
        drafts.push({
          ...inContainer(facts, workload, container, "user"),
          message: `runs as ${user}, below ${least}`,
          value: String(user),
        });
      if (start.group !== undefined && start.group > 0 && start.group < least)
        drafts.push({
          ...group,
          message: `is in the group ${start.group}, below ${least}`,
          value: String(start.group),
        });
      return drafts;
    }),
});
