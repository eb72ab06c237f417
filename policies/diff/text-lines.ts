import { structuredPatch } from "diff";
import { shownLine } from "./shown";

/** Marked lines that are told of one text; the rest is counted. */
const MOST_LINES = 40;
const AROUND = 2;
/** Texts that differ in more lines than this are told by their size: a finer answer would take too long. */
const MOST_EDITS = 2_000;

/** What differs between two texts. */
export interface TextDifference {
  readonly lines: readonly string[];
  readonly moreLines: number;
}

/** The lines that differ, with a little around them; sealed lines tell nothing. */
export function textDifference(before: string, after: string): TextDifference {
  const patch = structuredPatch("", "", before, after, undefined, undefined, {
    context: AROUND,
    maxEditLength: MOST_EDITS,
  });
  if (patch === undefined) {
    const [old, now] = [before, after].map((text) => text.split("\n").length);
    return { lines: [`-(${old ?? 0} lines)`, `+(${now ?? 0} lines, of which most differ)`], moreLines: 0 };
  }
  const lines = patch.hunks.flatMap(({ lines: hunk }, index) => [
    ...(index === 0 ? [] : [" …"]),
    ...hunk.filter((line) => !line.startsWith("\\")).map((line) => `${line.slice(0, 1)}${shownLine(line.slice(1))}`),
  ]);
  return { lines: lines.slice(0, MOST_LINES), moreLines: Math.max(0, lines.length - MOST_LINES) };
}
