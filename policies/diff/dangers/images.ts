import type { FoundDanger } from "../danger";
import type { Comparison } from "./pairs";

/** Programs whose image is another one. */
export function imageDangers(comparison: Comparison): readonly FoundDanger[] {
  return comparison.workloads.flatMap(({ before, after }) =>
    after.containers.flatMap((container) => {
      const old = before.containers.find(({ name }) => name === container.name);
      if (old === undefined || old.image.reference === container.image.reference) return [];
      return [
        {
          kind: "image" as const,
          path: comparison.plain(container.path),
          message: `the image changes from ${old.image.reference} to ${container.image.reference}`,
        },
      ];
    }),
  );
}
