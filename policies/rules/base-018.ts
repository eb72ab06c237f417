import { z } from "zod";
import { inWorkload } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-018",
  title: "volumes are of kinds that the cluster hands out",
  severity: "medium",
  level: "mandatory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "other kinds lead past storage classes and quotas to the node's disk or to a server that nobody registered, and need rights that a pod should not have",
  cure: "claim a disk, or use emptyDir, configMap, secret or projected; take out a hostPath volume that nothing mounts",
  reference: "Pod Security Standards, restricted: volume types; Trivy KSV-0028, KSV-0121",
  config: z.strictObject({
    allowed: z
      .array(z.string())
      .default([
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "image",
        "persistentVolumeClaim",
        "projected",
        "secret",
      ])
      .describe("Kinds of volumes, as the API calls them."),
  }),
  check: (facts, { allowed }) =>
    facts.workloads.flatMap((workload) => {
      const mounted = new Set(
        workload.containers.flatMap(({ mounts }) => mounts.flatMap(({ kind, name }) => (kind === "host" ? name : []))),
      );
      return (
        workload.pod.volumes
          .filter(({ type }) => type !== "" && !allowed.includes(type))
          // Whoever mounts a path of the node is told so by another rule.
          .filter(({ name, type }) => type !== "hostPath" || !mounted.has(name))
          .map(({ name, type }) => ({
            ...inWorkload(facts, workload, `volumes[${name}]`),
            message: `has a volume of the kind ${type}`,
          }))
      );
    }),
});
