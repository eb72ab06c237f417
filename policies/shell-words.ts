/** Where one command ends and another begins. */
const OPERATOR = /[;|&()\n]/;

/** The most text that is read as a program; what is longer is data. */
const LONGEST = 100_000;
/** Commands inside commands inside commands. */
const DEEPEST = 8;

/**
 * The commands of a shell text as lists of words, those inside `$(…)` too. Nothing is run or filled in; a text that is no
 * shell text gives the words that it has.
 */
export function shellCommands(text: string, depth = 0): readonly (readonly string[])[] {
  if (text.length > LONGEST || depth > DEEPEST) return [];
  const commands: string[][] = [];
  const inner: string[] = [];
  let words: string[] = [];
  let word: string | undefined;
  let index = 0;
  const endWord = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  /** Takes what is up to the given place as it stands. */
  const take = (end: number): void => {
    word = (word ?? "") + text.slice(index, end);
    index = end;
  };
  const substitution = (): void => {
    const end = closing(text, index + 1);
    inner.push(text.slice(index + 2, end));
    take(end + 1);
  };
  while (index < text.length) {
    const character = text.charAt(index);
    if (character === "\\") {
      // A line that goes on is one line.
      word = text.charAt(index + 1) === "\n" ? word : (word ?? "") + text.charAt(index + 1);
      index += 2;
    } else if (character === "'") {
      const end = text.indexOf("'", index + 1);
      index += 1;
      take(end < 0 ? text.length : end);
      index += 1;
    } else if (character === '"') {
      index += 1;
      word ??= "";
      while (index < text.length && text.charAt(index) !== '"') {
        if (text.startsWith("$(", index)) substitution();
        else {
          if (text.charAt(index) === "\\") index += 1;
          take(index + 1);
        }
      }
      index += 1;
    } else if (text.startsWith("$(", index)) substitution();
    else if (text.startsWith("${", index)) {
      const end = text.indexOf("}", index);
      take(end < 0 ? text.length : end + 1);
    } else if (character === "`") {
      const end = text.indexOf("`", index + 1);
      inner.push(text.slice(index + 1, end < 0 ? text.length : end));
      take(end < 0 ? text.length : end + 1);
    } else if (OPERATOR.test(character)) {
      endCommand();
      index += 1;
    } else if (character === "#" && word === undefined) {
      const end = text.indexOf("\n", index);
      index = end < 0 ? text.length : end;
    } else if (/\s/.test(character)) {
      endWord();
      index += 1;
    } else take(index + 1);
  }
  endCommand();
  return [...commands, ...inner.flatMap((part) => shellCommands(part, depth + 1))];
}

/** The bracket that closes the one at a place; the text's end where none does. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    if (text.charAt(index) === "(") depth += 1;
    if (text.charAt(index) === ")" && (depth -= 1) === 0) return index;
  }
  return text.length;
}
