import { RULES } from "../../policies/registry";
import type { DiffComparison } from "../schemas/diff";
import type { Group } from "./fitted";
import { codeSpan, plainText } from "./markdown-text";

const TITLES: ReadonlyMap<string, string> = new Map(RULES.map(({ code, title }) => [code, title]));

/**
 * A rule as a comment names it: linked to its page where the pages are known, with what it demands where they are not. A path
 * of the library's own repository would lead nowhere in another one.
 */
export function ruleName(code: string, pages: string | undefined): string {
  if (pages !== undefined) return `[${code}](${pages}/${code}.md)`;
  const title = TITLES.get(code);
  return title === undefined ? codeSpan(code) : `${codeSpan(code)} (${plainText(title)})`;
}

/** Where more is to be read, once, with a rule that the comment names. */
export function explainGroups(comparisons: readonly DiffComparison[]): readonly Group[] {
  const [code] = comparisons.flatMap(({ newFindings, fixedFindings, remaining }) =>
    [...newFindings, ...fixedFindings, ...remaining].map((it) => it.code),
  );
  if (code === undefined) return [];
  const text = `\nWhat a rule demands, and why: ${codeSpan(`ashlar explain ${code}`)}\n`;
  return [{ open: { text, is: "footer" }, blocks: [] }];
}
