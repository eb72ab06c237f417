import { relative } from "node:path";
import type { InitResult } from "../schemas/init";
import { problemsText } from "./problems";
import type { Style } from "./style";
import { tableText } from "./table";

/** What an init made and kept, for people. */
export function initText(style: Style, result: InitResult, folder: string): string {
  const changed = result.changes.filter(({ action }) => action !== "kept");
  const kept = result.changes.length - changed.length;
  const rows = changed.map(({ kind, name, action, why }) => [action, kind, name, why ?? ""]);
  return [
    `${style.bold(result.platform)} in ${style.bold(result.environment)}: ${relative(folder, result.folder) || "."}\n`,
    rows.length === 0 ? "" : tableText(style, ["DONE", "WHAT", "NAME", "WHY"], rows),
    `${changed.length} made or renewed, ${kept} kept as they are\n`,
    problemsText(style, result.warnings),
    result.next.length === 0 ? "" : `\nnext:\n${result.next.map((line) => `  ${line}\n`).join("")}`,
  ].join("");
}
