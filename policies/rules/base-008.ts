import { z } from "zod";
import { inContainer, inWorkload } from "../place";
import { defineRule } from "../rule";

function isSocket(path: string): boolean {
  return /(?:docker|containerd|crio|podman)\.sock$/.test(path);
}

/** A path inside the project, or beside it: secrets and keys stand next to a rendered folder. */
function isOfProject(path: string): boolean {
  return /^\.{1,2}(?:\/|$)/.test(path) && !path.split("/").slice(1).includes("..");
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
  reference: "Pod Security Standards, baseline: host paths; CIS Docker benchmark 5.6, 5.18, 5.32",
  config: z.strictObject({}),
  check: (facts) =>
    facts.workloads.flatMap((workload) => [
      ...workload.containers.flatMap((container) =>
        container.mounts.flatMap(({ kind, path, readOnly, hostPath = "" }) => {
          if (kind !== "host") return [];
          const isSafe = facts.target === "compose" && readOnly && isOfProject(hostPath) && !isSocket(hostPath);
          if (isSafe) return [];
          const message = isSocket(hostPath) ? "holds the socket of a container engine" : "mounts a path of its host";
          return [{ ...inContainer(facts, workload, container, "mounts", path), message, value: hostPath }];
        }),
      ),
      ...workload.hostDevices.map((device) => ({
        ...inWorkload(facts, workload, "devices"),
        message: "holds a device of its host",
        value: device,
      })),
    ]),
});
