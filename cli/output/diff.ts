import type { DiffComparison, DiffObject, DiffResult } from "../schemas/diff";
import { counted, countsText, fieldLines, MARKS, verdictOf } from "./diff-lines";
import type { Style } from "./style";
import { tableText } from "./table";

/** What differs, for people: the verdict, then each target and project, the dangers before everything else. */
export function diffText(style: Style, result: DiffResult): string {
  const isGrave = result.comparisons.some((it) => it.dangers.length > 0 || it.newMandatory > 0);
  const verdict = isGrave ? style.red(verdictOf(result.comparisons)) : style.green(verdictOf(result.comparisons));
  return [`${verdict}\n`, ...result.comparisons.map((comparison) => comparisonText(style, comparison))].join("\n");
}

/** One target of one platform, for people. */
export function comparisonText(style: Style, comparison: DiffComparison): string {
  const { name, path, target, dangers, left, capacity, objects, unread } = comparison;
  const where = path === "" ? "" : ` (${path})`;
  return [
    `${style.bold(name)} on ${target}${where}: ${countsText(comparison)}\n`,
    ...dangers.map((danger) => {
      const others = danger.others === 0 ? "" : ` and ${counted(danger.others, "other")}`;
      return `${style.red(`danger ${danger.kind}`)} ${danger.path}${others}: ${danger.message}\n`;
    }),
    more(left.dangers, "danger"),
    findingsText(style, comparison),
    capacityText(style, capacity),
    ...objects.map((object) => objectText(style, object)),
    more(left.objects, "object"),
    ...unread.map((item) => `${style.yellow("not read")} ${item.path}: ${item.reason}\n`),
  ].join("");
}

const more = (count: number, one: string): string => (count === 0 ? "" : `… ${counted(count, `more ${one}`)}\n`);

function findingsText(style: Style, { newFindings, fixedFindings, left }: DiffComparison): string {
  return [
    ...newFindings.map(({ code, severity, level, path, message, cure }) => {
      const mark = level === "mandatory" ? style.red(`new ${severity}`) : style.yellow(`new ${severity}`);
      return `${mark} ${code} ${level} ${path}: ${message}; ${cure}\n`;
    }),
    more(left.newFindings, "new finding"),
    ...fixedFindings.map(({ code, path, message }) => `${style.green("fixed")} ${code} ${path}: ${message}\n`),
    more(left.fixedFindings, "fixed finding"),
  ].join("");
}

function capacityText(style: Style, capacity: DiffComparison["capacity"]): string {
  if (capacity.length === 0) return "";
  const rows = capacity.map(({ scope, what, before, after, delta, budget, fits }) => [
    scope,
    what,
    before,
    after,
    delta,
    budget ?? "",
    budget === undefined ? "" : fits ? style.green("fits") : style.red("does not fit"),
  ]);
  return tableText(style, ["SCOPE", "CAPACITY", "BEFORE", "AFTER", "CHANGE", "BUDGET", ""], rows);
}

function objectText(style: Style, object: DiffObject): string {
  const { action, path } = object;
  const colours = { added: style.green, removed: style.red, changed: style.yellow, replaced: style.red };
  const colourOf = (line: string): string =>
    line.startsWith("+") ? style.green(line) : line.startsWith("-") ? style.red(line) : line;
  const lines = fieldLines(object).map((line) => `    ${colourOf(line)}\n`);
  return `${colours[action](`${MARKS[action]} ${path}`)}${action === "replaced" ? " (made anew)" : ""}\n${lines.join("")}`;
}
