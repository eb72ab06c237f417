import { z } from "zod";
import { isCopyingJob } from "../copying-job";
import { inContainer, inWorkload } from "../place";
import { defineRule } from "../rule";

function isSocket(path: string): boolean {
  return /(?:docker|containerd|crio|podman)\.sock$/.test(path);
}

/** A path inside the project's folder. */
function isInside(path: string): boolean {
  return /^\.(?:\/|$)/.test(path) && !path.split("/").includes("..");
}

/** A path beside the project's folder: secrets and keys stand there, for the job that copies them to their readers. */
function isBeside(path: string): boolean {
  return /^\.\.\/+[^/.]/.test(path) && !path.split("/").slice(1).includes("..");
}

export const rule = defineRule({
  code: "BASE-008",
  title: "no workload holds files or devices of its host",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "a path of the host leads to its keys, its logs or its container engine, and from there to everything",
  cure: "use a volume, a config or a secret; on Compose a file of the project may be mounted read-only",
  reference: "Pod Security Standards, baseline: host paths; CIS Docker benchmark 5.6, 5.18, 5.20, 5.32",
  config: z.strictObject({}),
  check: (facts) =>
    facts.workloads.flatMap((workload) => [
      ...workload.containers.flatMap((container) =>
        container.mounts.flatMap(({ kind, path, readOnly, isShared, hostPath = "" }) => {
          const place = inContainer(facts, workload, container, "mounts", path);
          if (isShared === true) return [{ ...place, message: "hands on to its host what is mounted there" }];
          if (kind !== "host") return [];
          const isOfProject = isInside(hostPath) || (isBeside(hostPath) && isCopyingJob(workload, container));
          const isSafe = facts.target === "compose" && readOnly && isOfProject && !isSocket(hostPath);
          if (isSafe) return [];
          const message = isSocket(hostPath) ? "holds the socket of a container engine" : "mounts a path of its host";
          return [{ ...place, message, value: hostPath }];
        }),
      ),
      ...workload.hostDevices.map((device) => ({
        ...inWorkload(facts, workload, "devices"),
        message: "holds a device of its host",
        value: device,
      })),
    ]),
});
