import type { Style } from "./style";

/** A table as text, with a newline at its end: borders for people, aligned columns for pipes. */
export function tableText(style: Style, head: readonly string[], rows: readonly (readonly string[])[]): string {
  return style.isRich ? borders(style, head, rows) : columns([head, ...rows]);
}

function borders(style: Style, head: readonly string[], rows: readonly (readonly string[])[]): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only for people
  const Table = require("cli-table3") as typeof import("cli-table3");
  const table = new Table({
    head: head.map(style.bold),
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    chars: { "left-mid": "", mid: "", "mid-mid": "", "right-mid": "" },
  });
  table.push(...rows.map((row) => [...row]));
  return `${table.toString()}\n`;
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}
