import type { DiffComparison, DiffObject, DiffResult } from "../schemas/diff";
import { counted, fieldLines, mandatoryOf, MARKS, verdictOf } from "./diff-lines";
import { codeBlock, codeCell, codeSpan, plainText, tagText } from "./markdown-text";

/** Forges refuse longer comments, and cut none. */
const LONGEST = 64_000;
/** What is kept free for the line that counts what was left out. */
const TAIL = 200;
/** How far each kind may fill a comment: what comes later gets its part. */
const CEILINGS = { danger: 28_000, finding: 40_000, note: 42_000, sum: 48_000, object: LONGEST - TAIL } as const;

/**
 * What differs, as a comment: a hidden line by which its next version finds it, the verdict and the counts, dangers,
 * rules, capacity, then the objects, folded. What does not fit is counted.
 */
export function diffMarkdown(result: DiffResult): string {
  const { comparisons } = result;
  const head = [
    `<!-- ashlar diff: ${markerOf(comparisons)} -->`,
    `### ${verdictMark(result)} Ashlar: ${verdictOf(result)}\n`,
    countsTable(comparisons),
  ];
  const sections = [
    ...comparisons.flatMap(dangerLines),
    ...comparisons.flatMap(findingLines),
    ...capacityLines(comparisons),
    ...comparisons.flatMap(objectBlocks),
  ];
  return fitted(head.join("\n"), sections);
}

/** Something that is told whole, or counted. */
interface Block {
  readonly text: string;
  /** What it is, for the count of what was left out; undefined: it only introduces or closes others. */
  readonly is?: keyof typeof CEILINGS;
  /** How many it stands for. */
  readonly count?: number;
}

function fitted(head: string, blocks: readonly Block[]): string {
  const dropped = new Map<string, number>();
  let text = head;
  for (const { text: block, is, count = 1 } of blocks) {
    if (text.length + block.length <= CEILINGS[is ?? "object"]) text += block;
    else if (is !== undefined) dropped.set(is, (dropped.get(is) ?? 0) + count);
  }
  if (dropped.size === 0) return text;
  const rest = [...dropped].map(([is, count]) => counted(count, is)).join(", ");
  return `${text}\n**${rest} more**, which a comment has no room for: \`ashlar diff --format text\` tells all.\n`;
}

/** Stable for the same platforms and targets, whatever changes in them. */
function markerOf(comparisons: readonly DiffComparison[]): string {
  const names = comparisons.map(({ name, target }) =>
    `${name}/${target}`.replace(/[^\w./-]+/g, "_").replace(/-{2,}/g, "-"),
  );
  return [...new Set(names)].sort().join(" ").slice(0, 500);
}

function verdictMark({ changed, comparisons }: DiffResult): string {
  if (!changed) return "✅";
  if (comparisons.some((it) => mandatoryOf(it) > 0 || it.capacity.some(({ fits }) => !fits))) return "⛔";
  return comparisons.some(({ dangers }) => dangers.length > 0) ? "⚠️" : "✅";
}

/** Most rows: a repository may hold many environments. */
const MOST_ROWS = 40;

function countsTable(comparisons: readonly DiffComparison[]): string {
  const rows = comparisons
    .slice(0, MOST_ROWS)
    .map(({ name, path, target, counts, hashesOnly, dangers, left, newFindings, fixedFindings }) =>
      [
        `${codeCell(name)}${path === "" ? "" : ` ${codeCell(path)}`}`,
        target,
        ...[counts.added, counts.changed, counts.removed, counts.replaced].map(String),
        String(dangers.length + left.dangers),
        `+${newFindings.length + left.newFindings} −${fixedFindings.length + left.fixedFindings}`,
        hashesOnly === 0 ? "" : String(hashesOnly),
      ].join(" | "),
    );
  const rest = comparisons.length - rows.length;
  return [
    "| what | target | + added | ~ changed | − removed | ± replaced | dangers | findings | hashes alone |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
    ...(rest > 0 ? [`\n${rest} more`] : []),
    "",
  ].join("\n");
}

const titleOf = ({ name, path, target }: DiffComparison): string =>
  `${codeSpan(name)} on ${target}${path === "" ? "" : ` (${codeSpan(path)})`}`;

function dangerLines(comparison: DiffComparison): readonly Block[] {
  const { dangers, left } = comparison;
  if (dangers.length === 0) return [];
  return [
    { text: `\n**Dangers of ${titleOf(comparison)}**\n\n` },
    ...dangers.map(({ kind, path, message, others }): Block => {
      const more = others === 0 ? "" : ` and ${counted(others, "other")}`;
      return { is: "danger", text: `- **${kind}** ${codeSpan(path)}${more}: ${plainText(message)}\n` };
    }),
    ...rest(left.dangers, "danger"),
  ];
}

const rest = (count: number, one: "danger" | "finding" | "object"): readonly Block[] =>
  count === 0 ? [] : [{ text: `- … ${counted(count, `more ${one}`)}\n`, is: one, count }];

function findingLines(comparison: DiffComparison): readonly Block[] {
  const { newFindings, fixedFindings, keptFindings, rules, left, unread } = comparison;
  const mandatory = mandatoryOf(comparison);
  const verdict =
    mandatory > 0
      ? `⛔ ${counted(mandatory, "new mandatory finding")}`
      : newFindings.length > 0
        ? `⚠️ ${counted(newFindings.length + left.newFindings, "new advisory finding")}`
        : "✅ no new finding";
  const fixed = fixedFindings.length === 0 ? "" : `, ${fixedFindings.length + left.fixedFindings} fixed`;
  const kept = keptFindings === 0 ? "" : `, ${keptFindings} as before`;
  return [
    { text: `\n**Rules for ${titleOf(comparison)}**: ${verdict}${fixed}${kept} (${counted(rules, "rule")})\n\n` },
    ...newFindings.map(({ code, severity, level, path, message, cure }): Block => ({
      is: "finding",
      text: `- ${level === "mandatory" ? "⛔" : "⚠️"} **${code}** ${severity}, ${level}: ${codeSpan(path)}: ${plainText(message)}; ${plainText(cure)}\n`,
    })),
    ...rest(left.newFindings, "finding"),
    ...fixedFindings.map(({ code, path, message }): Block => ({
      is: "finding",
      text: `- ✅ fixed **${code}**: ${codeSpan(path)}: ${plainText(message)}\n`,
    })),
    ...rest(left.fixedFindings, "finding"),
    ...unread.map(({ path, reason }): Block => ({
      is: "note",
      text: `- not read: ${codeSpan(path)}: ${plainText(reason)}\n`,
    })),
  ];
}

function capacityLines(comparisons: readonly DiffComparison[]): readonly Block[] {
  const rows = comparisons.flatMap(({ target, capacity }) =>
    capacity.map(({ scope, what, before, after, delta, budget, fits }): Block => {
      const verdict = budget === undefined ? "" : fits ? "✅" : "⛔ does not fit";
      const cells = [codeCell(scope), target, what, before, after, `**${delta}**`, budget ?? "", verdict];
      return { is: "sum", text: `| ${cells.join(" | ")} |\n` };
    }),
  );
  if (rows.length === 0) return [];
  const head =
    "| scope | target | what | before | after | change | budget | |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n";
  return [{ text: `\n**Capacity**, everything at its most\n\n${head}` }, ...rows];
}

/** Each object by itself, so that what does not fit is a whole number of them. */
function objectBlocks(comparison: DiffComparison): readonly Block[] {
  const { objects, left } = comparison;
  if (objects.length === 0) return [];
  return [
    { text: `\n**Objects of ${titleOf(comparison)}**\n\n` },
    ...objects.map((object): Block => ({ is: "object", text: objectText(object) })),
    ...rest(left.objects, "object"),
  ];
}

function objectText(object: DiffObject): string {
  const { action, path, fields } = object;
  const title = `${MARKS[action]} ${tagText(path)}`;
  const lines = fieldLines(object);
  if (lines.length === 0) return `- ${codeSpan(`${MARKS[action]} ${path}`)} ${action}\n`;
  const remade = action === "replaced" ? ", made anew" : "";
  return `\n<details><summary>${title} (${counted(fields.length, "change")}${remade})</summary>\n\n${codeBlock("diff", lines)}\n</details>\n`;
}
