import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule, type Draft } from "../rule";

/** What it means to say each of them. */
const MEANINGS: Readonly<Record<string, string>> = {
  selinux: "writes a SELinux label of its own",
  label: "takes off the label by which SELinux tells containers apart",
  procMount: "uncovers what the engine hides in /proc",
  systempaths: "uncovers what the engine hides in /proc and /sys",
  cgroup_parent: "moves itself to a control group of its choice",
};

export const rule = defineRule({
  code: "BASE-006",
  title: "every container is confined",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "filters on system calls, AppArmor and masked paths are what stands between a program and a hole in the kernel",
  cure: "use the runtime's own seccomp profile, and switch no confinement off",
  reference:
    "Pod Security Standards, restricted: seccomp, and baseline: AppArmor, SELinux, /proc mount type; CIS Docker benchmark 5.2, 5.3, 5.22, 5.25",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) => {
      const drafts: Draft[] = [];
      if (container.seccomp === "unset" || container.seccomp === "unconfined")
        drafts.push({
          ...inContainer(facts, workload, container, "seccomp"),
          message: container.seccomp === "unset" ? "says no seccomp profile" : "switches seccomp off",
        });
      for (const name of container.unconfined)
        drafts.push({
          ...(name === "cgroup_parent"
            ? { object: container.path, path: `${container.path}.cgroup_parent` }
            : inContainer(facts, workload, container, "confinement", name)),
          message: MEANINGS[name] ?? `switches the confinement of ${name} off`,
        });
      return drafts;
    }),
});
