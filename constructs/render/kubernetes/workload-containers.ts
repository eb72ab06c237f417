import type { Container } from "../../model/container";
import type { Workload } from "../../model/workload";

/** Every container of a workload, in the order in which they start. */
export function containersOf(workload: Workload): readonly Container[] {
  return [...workload.sidecars, ...workload.init, workload.container];
}
