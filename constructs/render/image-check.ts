import type { Container } from "../model/container";
import { diagnostic, type Diagnostic } from "../model/diagnostics";
import { imageKey, isMovingTag } from "../model/image";
import type { LoweredPlatform } from "./lower";

/** Refuses images whose tag moves under a running platform, unless a digest holds them. */
export function checkImages({
  platform,
  workloads,
}: Pick<LoweredPlatform, "platform" | "workloads">): readonly Diagnostic[] {
  const isHeld = ({ image }: Container): boolean =>
    image.digest !== undefined || imageKey(image) in platform.spec.digests || !isMovingTag(image.tag);
  return workloads.flatMap(({ workload }) =>
    [...workload.init, workload.container, ...workload.sidecars]
      .filter((container) => !isHeld(container))
      .map((container) =>
        diagnostic("ASH-IMAGE-001", {
          path: `${workload.peer.node.path}/${container.name}`,
          message: "the image's tag moves",
          value: imageKey(container.image),
          allowed: "a version, or a digest",
        }),
      ),
  );
}
