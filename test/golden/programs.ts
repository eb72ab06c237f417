import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const ROOT = join(__dirname, "../..");

/** Texts of the programs that stand beside the sources, with their paths. */
const PROGRAMS: ReadonlyMap<string, string> = new Map(
  readdirSync(join(ROOT, "constructs"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(lua|sh|sql)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [readFileSync(path, "utf8"), relative(ROOT, path)]),
);

/**
 * A golden file says where a program's text comes from instead of repeating it: the program is reviewed where it
 * stands, and its hash is in the name of what carries it.
 */
export function withoutProgram(text: string): string {
  const sources = sourcesOf(text);
  return sources === undefined ? text : `the text of ${sources.join(", ")}\n`;
}

/** The programs that a text is put together from, with an empty line between them; undefined when it is none. */
function sourcesOf(text: string): readonly string[] | undefined {
  const whole = PROGRAMS.get(text);
  if (whole !== undefined) return [whole];
  for (const [part, source] of PROGRAMS) {
    if (!text.startsWith(`${part}\n`)) continue;
    const others = sourcesOf(text.slice(part.length + 1));
    if (others !== undefined) return [source, ...others];
  }
  return undefined;
}

/** The same in a manifest: a ConfigMap's program is a literal block, the indented lines under its key. */
export function withoutPrograms(manifest: string): string {
  return manifest.replace(
    /^( +)(\S+): \|\n((?:\1 {2}.*\n|\n)+)/gm,
    (block, indent: string, key: string, body: string) => {
      const text = body.replace(new RegExp(`^${indent}  `, "gm"), "");
      const short = withoutProgram(text);
      return short === text ? block : `${indent}${key}: ${short}`;
    },
  );
}
