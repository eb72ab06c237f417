import { z } from "zod";
import { inWorkload } from "../place";
import { defineRule } from "../rule";

/** How each target writes that a namespace is the host's. */
const FIELDS: Readonly<Record<"compose" | "kubernetes", Readonly<Record<string, string>>>> = {
  compose: { network: "network_mode", user: "userns_mode" },
  kubernetes: {
    network: "hostNetwork",
    pid: "hostPID",
    ipc: "hostIPC",
    "host process": "securityContext.windowsOptions.hostProcess",
  },
};

export const rule = defineRule({
  code: "BASE-007",
  title: "no workload shares a namespace with its host",
  severity: "critical",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "in the host's namespaces a program sees and reaches what every other one does, past all policies",
  cure: "remove the host's network, pid, ipc and user namespaces",
  reference: "Pod Security Standards, baseline: host namespaces; CIS Docker benchmark 5.10, 5.16, 5.17, 5.21, 5.31",
  config: z.strictObject({}),
  check: (facts) =>
    facts.workloads.flatMap((workload) =>
      workload.hostNamespaces.map((name) => ({
        ...inWorkload(facts, workload, FIELDS[facts.target][name] ?? name),
        message: `shares the ${name} namespace of its host`,
      })),
    ),
});
