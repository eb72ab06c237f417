import { digest } from "../../constructs/model/names";
import { counted } from "../output/diff-lines";
import { previewVerdict } from "../output/preview-verdict";
import type { DiffComparison } from "../schemas/diff";
import type { PreviewResources } from "../schemas/preview";
import { fitted } from "./fitted";
import { codeCell, cut, plainText } from "./markdown-text";
import { resourceGroups } from "./resource-section";
import { explainGroups } from "./rule-name";
import { capacityGroups, dangerGroups, findingGroups, objectGroups, type CommentPart } from "./sections";

/** What a comment is made of. */
export interface Comment {
  /** The command that makes it. */
  readonly command: "diff" | "preview";
  /** What its marker names: the same for the same thing, whatever changes in it. */
  readonly about: readonly string[];
  /** What a reader must know of both sides. */
  readonly notes: readonly string[];
  readonly parts: readonly CommentPart[];
  /** Where the pages of rules are, without the rule's name. Without them, nothing is linked. */
  readonly rulePages: string | undefined;
  /** All that Pulumi would do, where the parts are from its plan. */
  readonly resources?: PreviewResources;
}

/**
 * A change as a comment on a pull request: a hidden line by which its next version finds it, the verdict and the counts,
 * dangers, rules, capacity, then the objects, folded. It is never longer than forges take; what does not fit is counted.
 */
export function commentText({ command, about, notes, parts, rulePages, resources }: Comment): string {
  const comparisons = parts.map(({ comparison }) => comparison);
  const head = [
    `${markerOf(command, about)}\n`,
    `### ${markOf(comparisons)} Ashlar: ${previewVerdict(comparisons, resources)}\n`,
    ...notes.slice(0, MOST_NOTES).map((note) => `\n${plainText(cut(note, LONGEST_NOTE))}\n`),
    notes.length > MOST_NOTES ? `\n${counted(notes.length - MOST_NOTES, "more note")}\n` : "",
    `\n${countsTable(parts)}`,
  ].join("");
  const groups = [
    ...parts.flatMap(dangerGroups),
    ...(resources === undefined ? [] : resourceGroups(resources)),
    ...parts.flatMap((part) => findingGroups(part, rulePages)),
    ...capacityGroups(parts),
    ...parts.flatMap(objectGroups),
    ...(rulePages === undefined ? explainGroups(comparisons) : []),
  ];
  return fitted(head, groups, `\`ashlar ${command} --format text\``);
}

/** The head is always told whole, so that each part of it has a bound. */
const MOST_NOTES = 12;
const LONGEST_NOTE = 300;

/** Longest marker. */
const MOST_MARKED = 300;

/** The hidden line by which the next version of a comment finds the one before. */
export function markerOf(command: string, about: readonly string[]): string {
  const text = about.map((name) => name.replace(/[^\w./-]+/g, "_").replace(/-{2,}/g, "-")).join(" ");
  const short = text.length <= MOST_MARKED ? text : `${text.slice(0, MOST_MARKED)} ${digest(text, 12)}`;
  return `<!-- ashlar-${command}: ${short} -->`;
}

function markOf(comparisons: readonly DiffComparison[]): string {
  if (comparisons.some((it) => it.newMandatory > 0 || it.capacity.some(({ fits }) => !fits))) return "⛔";
  return comparisons.some(({ dangers }) => dangers.length > 0) ? "⚠️" : "✅";
}

/** Most rows: a repository may hold many environments. */
const MOST_ROWS = 30;
/** Longest name in a row. */
const LONGEST_NAME = 60;

function countsTable(parts: readonly CommentPart[]): string {
  const rows = parts.slice(0, MOST_ROWS).map(({ environment, comparison }) => {
    const { name, path, target, counts, hashesOnly, dangers, left, newFindings, fixedFindings } = comparison;
    return [
      [environment ?? name, ...(path === "" ? [] : [path])].map((it) => codeCell(cut(it, LONGEST_NAME))).join(" "),
      target,
      ...[counts.added, counts.changed, counts.replaced, counts.removed].map(String),
      String(dangers.length + left.dangers),
      `+${newFindings.length + left.newFindings} −${fixedFindings.length + left.fixedFindings}`,
      hashesOnly === 0 ? "" : String(hashesOnly),
    ].join(" | ");
  });
  const rest = parts.length - rows.length;
  const isByEnvironment = parts.some(({ environment }) => environment !== undefined);
  return [
    `| ${isByEnvironment ? "environment" : "what"} | target | + added | ~ changed | ± replaced | − removed | dangers | findings | hashes alone |`,
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
    ...(rest > 0 ? [`\n${counted(rest, "more row", "more rows")}`] : []),
    "",
  ].join("\n");
}
