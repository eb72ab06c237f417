import { readFileSync } from "node:fs";
import { join } from "node:path";

const texts = new Map<string, string>();

/**
 * The text of a program (SQL, shell) that stands beside a component's source and is published with it. Read once.
 *
 * @param directory the source's own `__dirname`
 */
export function readAsset(directory: string, name: string): string {
  const path = join(directory, name);
  const known = texts.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(path, "utf8");
  texts.set(path, text);
  return text;
}
