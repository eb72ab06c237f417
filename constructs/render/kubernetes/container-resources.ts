import type { Container } from "../../model/container";
import { Size } from "../../model/units";
import type { PodContainer } from "./plain";

/** Room for what a container writes besides its scratch folders: logs, which the kubelet rotates at 5 × 10Mi. */
const LOGS = Size.mebibytes(64);
/** Ceiling of the same; managed clusters raise the rotation to 5 × 50Mi. */
const LOGS_LIMIT = Size.mebibytes(512);

/**
 * Requests and limits. Where the root is read-only, all that a container can put on the node's disk is known, so it gets
 * a ceiling there; where it is not, only the request is honest.
 */
export function resourcesOf(container: Container): NonNullable<PodContainer["resources"]> {
  const { cpu, memory } = container.resources;
  const disk = container.mounts.reduce(
    (sum, mount) => (mount.kind === "scratch" && mount.medium === "disk" ? sum.plus(mount.size) : sum),
    Size.ZERO,
  );
  return {
    requests: {
      cpu: cpu.request.toString(),
      memory: memory.request.toString(),
      "ephemeral-storage": disk.plus(LOGS).toString(),
    },
    limits: {
      cpu: cpu.limit.toString(),
      memory: memory.limit.toString(),
      ...(container.readOnlyRoot ? { "ephemeral-storage": disk.plus(LOGS_LIMIT).toString() } : {}),
    },
  };
}
