import type { DiffComparison } from "../schemas/diff";
import type { PreviewResources } from "../schemas/preview";
import { counted, verdictOf } from "./diff-lines";

/** Everything in one sentence, also what Pulumi would do to what is no Kubernetes object. */
export function previewVerdict(
  comparisons: readonly DiffComparison[],
  resources: PreviewResources | undefined,
): string {
  const verdict = verdictOf(comparisons);
  if (resources === undefined || operationsOf(resources) === 0) return verdict;
  const untold = resources.untold.length + resources.left;
  const others =
    untold === 0
      ? counted(operationsOf(resources), "resource changes", "resources change")
      : counted(untold, "other resource changes", "other resources change");
  if (verdict === "no changes") return `${others}, nothing dangerous, no new mandatory finding`;
  const [objects = "", ...rest] = verdict.split(", ");
  return [objects, ...(untold === 0 ? [] : [others]), ...rest].join(", ");
}

/** How many resources do not stay as they are. */
export function operationsOf({ counts }: PreviewResources): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** `delete 1, update 2`, the worst first; what is not there is left out. */
export function operationsText({ counts }: PreviewResources): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([operation, count]) => `${operation} ${count}`)
    .join(", ");
}
