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
  return readCommand(container).words;
}

function readCommand(container: UnreadContainer): { readonly words: readonly string[]; readonly isScript: boolean } {
  const words = [...container.command, ...container.args];
  const [first = "", second = ""] = words;
  const isShell = SHELLS.has(baseName(first));
  if (isShell && /^-[a-z]*c$/.test(second)) return { words: splitWords(words[2] ?? ""), isScript: true };
  const script = findFile(container.mounts, isShell ? second : first)?.text;
  if (script === undefined) return { words, isScript: false };
  const rest = words.slice(isShell ? 2 : 1);
  return { words: splitWords(script).flatMap((word) => (word === "$@" ? rest : word)), isScript: true };
}

/** A switch of a starter that takes no value of its own; after any other option nothing says which word is the program. */
const PLAIN_SWITCH = /^(?:--|-[gsvwci]+)$/;
/** Words that start the program behind them, and how many words of their own stand between. */
const STARTERS: ReadonlyMap<string, number> = new Map([
  ...["exec", "then", "do", "else", "env", "nohup", "tini", "dumb-init", "docker-entrypoint.sh", "busybox"].map(
    (name) => [name, 0] as const,
  ),
  // The user that the program is to run as.
  ["gosu", 1],
  ["su-exec", 1],
]);

/**
 * The arguments of a program that a container runs; undefined when it runs another one. The program's name counts where
 * a command begins, at once or behind a starter: among another program's arguments it is a mere word.
 */
export function programArguments(container: UnreadContainer, name: string): readonly string[] | undefined {
  const { words, isScript } = readCommand(container);
  // Only a script has several commands; a list of words that holds a `;` hands it on to its program.
  return firstOf(isScript ? splitCommands(words) : [words], name);
}

function firstOf(commands: readonly (readonly string[])[], name: string): readonly string[] | undefined {
  for (const command of commands) {
    const found = argumentsOf(command, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function splitCommands(words: readonly string[]): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (const word of words) {
    if (word === DIVIDER) commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands;
}

function argumentsOf(command: readonly string[], name: string): readonly string[] | undefined {
  let index = 0;
  const skip = (pattern: RegExp): void => {
    while (pattern.test(command[index] ?? "")) index += 1;
  };
  for (;;) {
    skip(/^[A-Za-z_]\w*=/);
    const word = baseName(command[index] ?? "");
    if (word === name) return command.slice(index + 1);
    if (SHELLS.has(word) && /^-[a-z]*c$/.test(command[index + 1] ?? ""))
      return firstOf(splitCommands(splitWords(command[index + 2] ?? "")), name);
    const own = STARTERS.get(word);
    if (own === undefined) return undefined;
    index += 1 + own;
    skip(PLAIN_SWITCH);
  }
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
