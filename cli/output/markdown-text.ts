/** Longest runs of backticks, so that a fence is longer. */
function ticksIn(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** A text as code inside a line, whatever stands in it. */
export function codeSpan(text: string): string {
  const line = text.replace(/[\r\n]+/g, " ");
  const fence = "`".repeat(ticksIn(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A text as code inside a cell of a table. */
export function codeCell(text: string): string {
  return codeSpan(text).replaceAll("|", "\\|");
}

/** A text inside a tag, where no Markdown is read. */
export function tagText(text: string): string {
  return text
    .replace(/[\r\n]+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "@\u200b");
}

/** Lines as a block of code, whatever stands in them. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const fence = "`".repeat(Math.max(3, ticksIn(lines.join("\n")) + 1));
  return `${fence}${language}\n${lines.join("\n")}\n${fence}\n`;
}

/** A text that means nothing more than its letters: no tag, no link, no picture, nobody who is called. */
export function plainText(text: string): string {
  return tagText(text.replace(/[\\`*_~|[\]!#]/g, (character) => `\\${character}`));
}
