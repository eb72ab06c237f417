import { z } from "zod";
import { ofContainers } from "../containers";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-019",
  title: "probes and hooks ask no host but the pod's own",
  severity: "medium",
  level: "mandatory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "the kubelet asks with the node's address and past all network policies, so a probe of another host scans the network from within",
  cure: "take the host out; the pod's own address is the default",
  reference: "Pod Security Standards, baseline since 1.34: host probes and lifecycle hooks",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, ({ path, start }, workload) =>
      start.asks
        .filter(({ host }) => host !== undefined)
        .map(({ field, host = "" }) => ({
          object: workload.path,
          path: `${path}.${field}`,
          message: `asks the host ${host}`,
          value: host,
        })),
    ),
});
