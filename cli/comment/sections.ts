import { SEVERITIES } from "../../policies/rule";
import { counted, fieldLines, MARKS } from "../output/diff-lines";
import type { DiffComparison, DiffObject } from "../schemas/diff";
import type { Block, Group } from "./fitted";
import { codeBlock, codeCell, codeSpan, cut, plainText, tagCode } from "./markdown-text";
import { ruleName } from "./rule-name";

/** What a comment tells of one target. */
export interface CommentPart {
  /** Whose it is, where the command knows environments. */
  readonly environment?: string;
  readonly comparison: DiffComparison;
}

const LONGEST_NAME = 80;

const titleOf = ({ environment, comparison: { name, path, target } }: CommentPart): string =>
  `${codeSpan(cut(environment ?? name, LONGEST_NAME))} on ${target}${path === "" ? "" : ` (${codeSpan(cut(path, LONGEST_NAME))})`}`;

const others = (count: number, is: Block["is"]): readonly Block[] =>
  count === 0 ? [] : [{ text: `- … ${counted(count, `more ${is}`)}\n`, is, count }];

/** What a reviewer must have seen. */
export function dangerGroups(part: CommentPart): readonly Group[] {
  const { dangers, left } = part.comparison;
  if (dangers.length === 0) return [];
  const blocks = dangers.map(({ kind, path, message, others: more }): Block => {
    const elsewhere = more === 0 ? "" : ` and ${counted(more, "other")}`;
    return { is: "danger", text: `- **${kind}** ${codeSpan(path)}${elsewhere}: ${plainText(message)}\n` };
  });
  return [
    {
      open: { text: `\n**Dangers of ${titleOf(part)}**\n\n` },
      blocks: [...blocks, ...others(left.dangers, "danger")],
    },
  ];
}

/** What the rules say: what is new with its cure, what is fixed, and what remains by severity. */
export function findingGroups(part: CommentPart, rulePages: string | undefined): readonly Group[] {
  const { newFindings, fixedFindings, remaining, severities, newMandatory, rules, left, unread } = part.comparison;
  const named = (code: string): string => ruleName(code, rulePages);
  const mark = newMandatory > 0 ? "⛔" : newFindings.length > 0 ? "⚠️" : "✅";
  const sums = [
    `new: ${severitiesText(severities.new)}${newMandatory === 0 ? "" : ` (${newMandatory} mandatory)`}`,
    `fixed: ${severitiesText(severities.fixed)}`,
    `remaining: ${severitiesText(severities.remaining)}`,
  ].join("; ");
  const blocks: readonly Block[] = [
    ...newFindings.map(({ code, severity, level, path, message, cure }): Block => ({
      is: "finding",
      text: `- ${level === "mandatory" ? "⛔" : "⚠️"} new ${named(code)} ${severity}, ${level}: ${codeSpan(path)}: ${plainText(message)}; ${plainText(cure)}\n`,
    })),
    ...others(left.newFindings, "finding"),
    ...fixedFindings.map(({ code, severity, path, message }): Block => ({
      is: "finding",
      text: `- ✅ fixed ${named(code)} ${severity}: ${codeSpan(path)}: ${plainText(message)}\n`,
    })),
    ...others(left.fixedFindings, "finding"),
    ...SEVERITIES.flatMap((severity): readonly Block[] => {
      const codes = remaining.filter((item) => item.severity === severity);
      if (codes.length === 0) return [];
      const list = codes.map(({ code, count }) => `${named(code)}${count === 1 ? "" : ` ×${count}`}`).join(", ");
      return [{ is: "note", text: `- remaining, ${severity}: ${list}\n` }];
    }),
    ...unread.map(({ path, reason }): Block => ({
      is: "note",
      text: `- not read: ${codeSpan(path)}: ${plainText(reason)}\n`,
    })),
  ];
  return [
    {
      open: {
        is: "verdict",
        text: `\n**Rules for ${titleOf(part)}**: ${mark} ${sums} (${counted(rules, "rule")})\n\n`,
      },
      blocks,
    },
  ];
}

/** `2 high, 1 low`; `none`. */
function severitiesText(counts: DiffComparison["severities"]["new"]): string {
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((it) => `${counts[it]} ${it}`);
  return parts.length === 0 ? "none" : parts.join(", ");
}

/** What sums become against their budgets, on each target. */
export function capacityGroups(parts: readonly CommentPart[]): readonly Group[] {
  const blocks = parts.flatMap(({ environment, comparison: { target, capacity } }) =>
    capacity.map(({ scope, what, before, after, delta, budget, fits }): Block => {
      const verdict = budget === undefined ? "" : fits ? "✅ fits" : "⛔ does not fit";
      const place = [...(environment === undefined ? [] : [environment]), scope]
        .map((it) => codeCell(cut(it, LONGEST_NAME)))
        .join(" ");
      return {
        is: "sum",
        text: `| ${[place, target, what, before, after, `**${delta}**`, budget ?? "", verdict].join(" | ")} |\n`,
      };
    }),
  );
  if (blocks.length === 0) return [{ open: { is: "verdict", text: "\n**Capacity**: as before\n" }, blocks }];
  const head =
    "| scope | target | what | before | after | change | budget | |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n";
  return [{ open: { text: `\n**Capacity**, everything at its most\n\n${head}` }, blocks }];
}

/** Every object, folded, and each by itself, so that what does not fit is a whole number of them. */
export function objectGroups(part: CommentPart): readonly Group[] {
  const { objects, left, counts } = part.comparison;
  if (objects.length === 0) return [];
  const sum = Object.values(counts).reduce((a, b) => a + b, 0);
  return [
    {
      open: { text: `\n**Objects of ${titleOf(part)}**\n\n<details><summary>${counted(sum, "object")}</summary>\n\n` },
      blocks: [
        ...objects.map((object): Block => ({ is: "object", text: objectText(object) })),
        ...others(left.objects, "object"),
      ],
      close: "\n</details>\n",
    },
  ];
}

function objectText(object: DiffObject): string {
  const { action, path, fields } = object;
  const title = `${MARKS[action]} ${path}`;
  const lines = fieldLines(object);
  if (lines.length === 0) return `- ${codeSpan(title)} ${action}\n`;
  // A blank line after the end: what follows a tag at once is read as a part of it.
  const remade = action === "replaced" ? ", made anew" : "";
  return `\n<details><summary>${tagCode(title)} (${counted(fields.length, "change")}${remade})</summary>\n\n${codeBlock("diff", lines)}\n</details>\n\n`;
}
