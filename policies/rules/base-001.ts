import { z } from "zod";
import { ofContainers } from "../containers";
import { isCopyingJob } from "../copying-job";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-001",
  title: "no program runs as root",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "root in a container is root for every hole in the kernel and for every file that is shared with the host",
  cure: "set a numeric user that is not 0; a name says nothing until the image is opened",
  reference: "Pod Security Standards, restricted: running as non-root; CIS Docker benchmark 4.1",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) => {
      const { user, userName, refusesRoot } = container;
      const place = inContainer(facts, workload, container, "user");
      if (user === 0 || userName?.split(":")[0] === "root")
        return isCopyingJob(workload, container) ? undefined : { ...place, message: "runs as root" };
      if (user !== undefined || refusesRoot) return undefined;
      return userName === undefined
        ? { ...place, message: "says no user, so it runs as the image's, which may be root" }
        : {
            ...place,
            message: "names its user instead of numbering it, so only the image knows who it is",
            value: userName,
          };
    }),
});
