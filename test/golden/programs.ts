import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const ROOT = join(__dirname, "../..");

/** Texts of the programs that stand beside the sources, with their paths. */
const PROGRAMS: ReadonlyMap<string, string> = new Map(
  readdirSync(join(ROOT, "constructs"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(sh|sql)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [readFileSync(path, "utf8"), relative(ROOT, path)]),
);

/**
 * A golden file says where a program's text comes from instead of repeating it: the program is reviewed where it
 * stands, and its hash is in the name of what carries it.
 */
export function withoutProgram(text: string): string {
  const source = PROGRAMS.get(text);
  return source === undefined ? text : `the text of ${source}\n`;
}
