import { z } from "zod";
import type { Target } from "./target";

/** Schema of a number of copies that a target may bound: a port of a Docker host leads to one container. */
export const replicasByTarget = (most: number) => {
  const count = () => z.int().min(1).max(most);
  return z.union([
    count(),
    z.strictObject({
      compose: count().default(1).describe("Copies on a Docker host."),
      kubernetes: count().default(1).describe("Copies in a cluster."),
    } satisfies Record<Target, z.ZodType>),
  ]);
};

/** How many copies run at a time: one number, or one for each target; a target that is not named runs one. */
export type Replicas = z.output<ReturnType<typeof replicasByTarget>>;

/** How many of them a target runs. */
export function replicasOn(target: Target, replicas: Replicas): number {
  return typeof replicas === "number" ? replicas : replicas[target];
}
