import type { UnreadContainer } from "../container";
import { findFile } from "../mount";

/** Stands between two commands of a script. */
export const DIVIDER = ";";

const SHELLS = new Set(["sh", "bash", "ash", "dash"]);

/** Last segment of a path: `/usr/bin/ghostunnel` is `ghostunnel`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * The words that a container runs: command and arguments; of a shell the words of its script, whether the script is an
 * argument or a file of the artifact. So `sh -c "exec postgres -c ssl=on"` is read like `postgres -c ssl=on`.
 */
export function commandWords(container: UnreadContainer): readonly string[] {
  const words = [...container.command, ...container.args];
  const [first = "", second = ""] = words;
  const isShell = SHELLS.has(baseName(first));
  if (isShell && /^-[a-z]*c$/.test(second)) return splitWords(words[2] ?? "");
  const script = findFile(container.mounts, isShell ? second : first)?.text;
  if (script === undefined) return words;
  const rest = words.slice(isShell ? 2 : 1);
  return splitWords(script).flatMap((word) => (word === "$@" ? rest : word));
}

/** Splits a script as a shell would, without expanding anything; what divides two commands becomes a word `;`. */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else if (character === "\\" && quote === '"') word = (word ?? "") + line.charAt((index += 1));
      else word = (word ?? "") + character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (character === "\\") {
      index += 1;
      // A backslash at the end of a line joins it with the next one.
      if (line.charAt(index) !== "\n") word = (word ?? "") + line.charAt(index);
    } else if (character === "#" && word === undefined) {
      while (index + 1 < line.length && line.charAt(index + 1) !== "\n") index += 1;
    } else if (/[\s;&|]/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      if (/[\n;&|]/.test(character) && words.length > 0 && words.at(-1) !== DIVIDER) words.push(DIVIDER);
    } else {
      word = (word ?? "") + character;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** Options of a command line by name without dashes; `--name=value`, `--name value` and a bare `--name` (empty text). */
export function readOptions(words: readonly string[], switches: ReadonlySet<string>): ReadonlyMap<string, string[]> {
  const options = new Map<string, string[]>();
  for (let index = 0; index < words.length; index += 1) {
    const match = /^--([\w-]+)(?:=([\s\S]*))?$/.exec(words[index] ?? "");
    if (match === null) continue;
    const [, name = "", inline] = match;
    const next = words[index + 1];
    let value = inline;
    if (value === undefined && !switches.has(name) && next !== undefined && !next.startsWith("--")) {
      value = next;
      index += 1;
    }
    const known = options.get(name);
    if (known === undefined) options.set(name, [value ?? ""]);
    else known.push(value ?? "");
  }
  return options;
}
