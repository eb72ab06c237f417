import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * Compares what was rendered with the committed files of a folder. `UPDATE_GOLDEN=1` writes them anew; read the diff
 * before you commit it.
 *
 * @returns one line for each difference
 */
export function differences(folder: string, rendered: ReadonlyMap<string, string>): readonly string[] {
  if (process.env["UPDATE_GOLDEN"] === "1") write(folder, rendered);
  const committed = new Map(filesOf(folder).map((path) => [path, readFileSync(join(folder, path), "utf8")]));
  const paths = [...new Set([...committed.keys(), ...rendered.keys()])].sort();
  return paths.flatMap((path) => {
    const [now, before] = [rendered.get(path), committed.get(path)];
    if (now === before) return [];
    if (now === undefined) return [`${path}: is not rendered any more`];
    if (before === undefined) return [`${path}: is new`];
    return [`${path}: ${firstDifference(before, now)}`];
  });
}

function firstDifference(before: string, now: string): string {
  const [old, fresh] = [before.split("\n"), now.split("\n")];
  const line = old.findIndex((text, index) => text !== fresh[index]);
  const at = line === -1 ? old.length : line;
  return `line ${at + 1} was ${JSON.stringify(old[at] ?? "")} and is ${JSON.stringify(fresh[at] ?? "")}`;
}

function filesOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function write(folder: string, rendered: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of rendered) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
