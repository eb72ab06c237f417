import { relative } from "node:path";
import type { SynthResult } from "../schemas/synth";
import { problemsText } from "./problems";
import type { Style } from "./style";
import { tableText } from "./table";

/** What a synth made, for people. */
export function synthText(style: Style, result: SynthResult, folder: string): string {
  const rows = result.targets.map((target) => [
    target.target,
    relative(folder, target.folder) || ".",
    `${target.files.length} (${target.written} new or changed, ${target.removed.length} removed)`,
    String(target.objects),
    `${target.secrets} secrets, ${target.certificates} certificates`,
  ]);
  const notes = result.targets.flatMap((target) => target.notes.filter(({ severity }) => severity !== "info"));
  return [
    `${style.bold(result.platform)} in ${style.bold(result.environment)}\n`,
    tableText(style, ["TARGET", "FOLDER", "FILES", "OBJECTS", "MATERIAL"], rows),
    problemsText(style, notes),
  ].join("");
}
