import type { PreviewResult } from "../schemas/preview";
import { comparisonText } from "./diff";
import { verdictOf } from "./diff-lines";
import type { Style } from "./style";

/** What a change does, for people: the verdict, what must be known of both sides, then each environment. */
export function previewText(style: Style, { notes, environments, passed }: PreviewResult): string {
  const verdict = verdictOf(environments.flatMap(({ comparisons }) => comparisons));
  const head = `${passed ? style.green(verdict) : style.red(verdict)}\n${notes.map((note) => `${style.dim(note)}\n`).join("")}`;
  const parts = environments.flatMap(({ environment, comparisons }) =>
    comparisons.map((comparison) => `${environment}: ${comparisonText(style, comparison)}`),
  );
  return [head, ...parts].join("\n");
}
