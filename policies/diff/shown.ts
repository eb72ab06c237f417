import { isSealed, SECRET_TEXT } from "./sealed";

/** The longest value that is told. */
const LONGEST = 160;

/** A value on one line, never long, never secret. */
export function shown(value: unknown): string {
  if (typeof value === "string") return cut(isSealed(value) ? SECRET_TEXT : quoted(value));
  return cut(JSON.stringify(value, (_, item: unknown) => (isSealed(item) ? SECRET_TEXT : withoutSeals(item))) ?? "");
}

/** A line of a text; a sealed one says nothing. */
export function shownLine(line: string): string {
  return cut(isSealed(line) ? SECRET_TEXT : printable(line));
}

/** Plain where it cannot be mistaken for anything else. */
function quoted(text: string): string {
  return /^[^\s"'](?:[^\r\n\t]*[^\s])?$/.test(text) && !/^(?:true|false|null|[\d.]+)$/.test(text)
    ? printable(text)
    : JSON.stringify(withoutSeals(text));
}

/** Of a text of lines those that are sealed say nothing. */
function withoutSeals(item: unknown): unknown {
  if (typeof item !== "string" || !item.includes("\n")) return item;
  return item
    .split("\n")
    .map((line) => (isSealed(line) ? SECRET_TEXT : line))
    .join("\n");
}

/** Without what moves a cursor, turns text around or cannot be seen. */
function printable(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex -- these are what has to go
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
