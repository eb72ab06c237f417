// Texts come from files that anybody may have written, and a comment is read by people and by a forge that links, notifies
// and runs what it recognises. So nothing that is not ours may be more than its letters.

/** Breaks what a forge would recognise, and is not seen. */
const BREAK = "\u200b";

/** Without what moves a cursor, turns text around or cannot be seen; lines are joined. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, " ").replace(
    // eslint-disable-next-line no-control-regex -- these are what has to go
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Longest run of backticks, so that a fence is longer. */
function ticksIn(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** A text of at most so many characters. */
export function cut(text: string, most: number): string {
  const [start = ""] = new RegExp(`^[^]{0,${most}}`, "u").exec(text) ?? [];
  return start.length === text.length ? text : `${start}…`;
}

/** A text as code inside a line, whatever stands in it. */
export function codeSpan(text: string): string {
  const line = oneLine(text);
  // Two fences with nothing between them are no code, and would make code of what follows.
  if (line.trim() === "") return "` `";
  const fence = "`".repeat(ticksIn(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A text as code inside a cell of a table. */
export function codeCell(text: string): string {
  // A backslash before a bar would take the escape of the bar for its own.
  return codeSpan(text.replace(/\\(?=\|)/g, "\\ ")).replaceAll("|", "\\|");
}

/** A text as code inside a tag, where no Markdown is read. Forges link and call nobody inside of code. */
export function tagCode(text: string): string {
  return `<code>${entities(oneLine(text)).replaceAll("@", `@${BREAK}`)}</code>`;
}

/** Lines as a block of code, whatever stands in them. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const shown = lines.map(oneLine);
  const fence = "`".repeat(Math.max(3, ticksIn(shown.join("\n")) + 1));
  return `${fence}${language}\n${shown.join("\n")}\n${fence}\n`;
}

/** A text that means nothing more than its letters: no tag, no link, no picture, no reference, nobody who is called. */
export function plainText(text: string): string {
  const escaped = oneLine(text).replace(/[\\`*_~|[\]!#$^]/g, (character) => `\\${character}`);
  return (
    entities(escaped)
      // What stands for a person, an issue, a label: a backslash is gone before a forge looks for them.
      .replace(/(?:@|\\#|\\!|\\~|\\\$|%|&amp;|\bGH-)(?=[\w"])/gi, (sign) => `${sign}${BREAK}`)
      .replace(/:(?=\/\/)|\bwww(?=\.)|\b(?:mailto|xmpp)(?=:)/gi, (start) => `${start}${BREAK}`)
  );
}

const entities = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
