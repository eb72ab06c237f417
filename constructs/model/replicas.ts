import { z } from "zod";
import type { Target } from "./target";

/** How many copies run at a time: one number, or one for each target. */
export type Replicas = number | Readonly<Record<Target, number>>;

/** Schema of a number of copies that a target may bound: a port of a Docker host leads to one container. */
export const replicasByTarget = (most: number) => {
  const count = () => z.int().min(1).max(most);
  return z.union([count(), z.strictObject({ compose: count(), kubernetes: count() })]);
};

/** How many of them a target runs. */
export function replicasOn(target: Target, replicas: Replicas): number {
  return typeof replicas === "number" ? replicas : replicas[target];
}
