import { isChanged } from "../judge/comparisons";
import type { DiffComparison, DiffObject } from "../schemas/diff";

// What both forms of a difference for people say in the same words.

/** How an action is marked. */
export const MARKS: Readonly<Record<DiffObject["action"], string>> = {
  added: "+",
  removed: "-",
  changed: "~",
  replaced: "±",
};

/** A number of things in words: `1 change`, `2 changes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Everything in one sentence. */
export function verdictOf(comparisons: readonly DiffComparison[]): string {
  if (!comparisons.some(isChanged)) return "no changes";
  const sum = (of: (comparison: DiffComparison) => number): number =>
    comparisons.reduce((total, comparison) => total + of(comparison), 0);
  const objects = sum(({ counts }) => Object.values(counts).reduce((a, b) => a + b, 0));
  const dangers = sum(({ dangers: told, left }) => told.length + left.dangers);
  const mandatory = sum(({ newMandatory }) => newMandatory);
  const unfit = sum(({ capacity }) => capacity.filter(({ fits }) => !fits).length);
  return [
    counted(objects, "object changes", "objects change"),
    dangers === 0 ? "nothing dangerous" : counted(dangers, "danger"),
    mandatory === 0 ? "no new mandatory finding" : counted(mandatory, "new mandatory finding"),
    ...(unfit === 0 ? [] : [`${counted(unfit, "sum")} over the budget`]),
  ].join(", ");
}

/** `3 added, 1 removed, …`; what is not there is left out. */
export function countsText({ counts, hashesOnly }: DiffComparison): string {
  const parts = (["added", "changed", "removed", "replaced"] as const)
    .filter((action) => counts[action] > 0)
    .map((action) => `${MARKS[action]} ${counts[action]} ${action}`);
  const folded = hashesOnly === 0 ? [] : [`${hashesOnly} in content hashes alone`];
  return [...(parts.length === 0 ? ["nothing"] : parts), ...folded].join(", ");
}

/** Lines of one object that people read; the rest is counted. */
const MOST_LINES = 80;

/** The lines of an object's changes, each marked as in a patch by what it does. */
export function fieldLines({ fields }: DiffObject): readonly string[] {
  const lines = fields.flatMap(linesOf);
  const rest = lines.length - MOST_LINES;
  return rest <= 0 ? lines : [...lines.slice(0, MOST_LINES), `  … ${counted(rest, "line")} more`];
}

function linesOf(field: DiffObject["fields"][number]): readonly string[] {
  const { path, action, before, after, lines, moreLines = 0 } = field;
  if (lines !== undefined) {
    const rest = moreLines === 0 ? [] : [`  … ${counted(moreLines, "line")} more`];
    return [`! ${path}`, ...lines.map((line) => `${line.slice(0, 1)}   ${line.slice(1)}`), ...rest];
  }
  if (action === "added") return [`+ ${path}: ${after ?? ""}`];
  if (action === "removed") return [`- ${path}: ${before ?? ""}`];
  const what = action === "moved" ? `${path} (another order)` : path;
  // Equal to look at, and yet not the same: a secret, or a value too long to be told.
  if (before === after) return [`! ${what}: ${before ?? ""}, changed`];
  return [`- ${what}: ${before ?? ""}`, `+ ${what}: ${after ?? ""}`];
}
