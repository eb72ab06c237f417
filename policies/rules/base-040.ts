import { z } from "zod";
import { isCopyingJob } from "../copying-job";
import { inObject } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-040",
  title: "each disk has one writer",
  severity: "low",
  level: "advisory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "two programs that write the same files destroy each other's work, and a disk is a way from one to the other that no network policy closes",
  cure: "give each its own disk, or mount it read-only in all but one; where it is meant, allow it here",
  reference: "CIS Docker benchmark 5.25; KICS shared_volumes_between_containers, volume_mounted_in_multiple_containers",
  config: z.strictObject({
    allowed: z
      .array(z.string())
      .default([])
      .describe("Disks that several workloads write, by the path of the finding."),
  }),
  check: ({ target, workloads }, { allowed }) => {
    const writers = new Map<string, Set<string>>();
    for (const workload of workloads) {
      const claims = new Set(workload.pod.volumes.map(({ claim }) => claim));
      for (const container of workload.containers) {
        // The job that hands out keys and owners has ended before anybody else begins.
        if (isCopyingJob(workload, container)) continue;
        for (const { kind, name, readOnly } of container.mounts) {
          if (kind !== "volume" || name === "" || readOnly) continue;
          // Disks of a template are made for each copy, whatever their name.
          if (target === "kubernetes" && !claims.has(name)) continue;
          const path = target === "compose" ? `volumes.${name}` : `${workload.scope}/PersistentVolumeClaim/${name}`;
          writers.set(path, (writers.get(path) ?? new Set()).add(workload.path));
        }
      }
    }
    return [...writers]
      .filter(([path, who]) => who.size > 1 && !allowed.includes(path))
      .map(([path, who]) => ({ ...inObject(path), message: `is written by ${[...who].sort().join(", ")}` }));
  },
});
