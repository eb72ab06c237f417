// Doc comments as Markdown.
import { ts } from "./program.mjs";

/** @param {readonly import("typescript").SymbolDisplayPart[] | undefined} parts @param {(name: string) => string} link */
function markdown(parts, link) {
  let text = "";
  for (const part of parts ?? []) {
    if (part.kind === "linkName") text += link(part.text.trim());
    else if (part.kind === "linkText") {
      // The compiler takes `{@link realise}` apart only where it knows the name.
      text += part.text.trim() === "" ? "" : link(part.text.trim());
    } else if (part.kind !== "link") text += part.text;
  }
  return visible(text.trim());
}

/** Outside of code, what looks like a tag would not be shown. */
export const visible = (text) =>
  text
    .split(/(```[\s\S]*?```|`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/<(?=\w)/g, "\\<")))
    .join("");

/**
 * What is said of a symbol; a member without words of its own has those of what it overrides or implements.
 *
 * @param {(name: string) => string} link what a name in a `{@link}` becomes
 */
export function commentOf(symbol, checker, link) {
  const tags = symbol.getJsDocTags(checker);
  const all = (name) => tags.filter((tag) => tag.name === name).map((tag) => markdown(tag.text, link));
  return {
    text: markdown(symbol.getDocumentationComment(checker), link),
    fallback: all("default")[0],
    examples: tags.filter(({ name }) => name === "example").map(({ text }) => ts.displayPartsToString(text)),
    throws: all("throws"),
    returns: all("returns")[0],
    params: all("param"),
    isInternal: tags.some(({ name }) => name === "internal"),
  };
}

/** The comment of one declaration among several of one name, such as an overload. */
export function commentAt(declaration) {
  return ts
    .getJSDocCommentsAndTags(declaration)
    .flatMap(({ comment }) => (typeof comment === "string" ? [comment] : []))[0];
}

/** The first sentence, for lists. */
export function summary(text) {
  // A list, or another paragraph, says more than a line has room for.
  const flat = text.split(/\n\s*(?:\n|- )/)[0].replaceAll(/\s+/g, " ");
  const end = /\.(?= [A-Z`]|$)|:$/.exec(flat);
  return end === null ? flat : `${flat.slice(0, end.index)}.`;
}

/** Text on one line, for a cell of a table. */
export const cell = (text) =>
  text
    .trim()
    .replaceAll(/\n\s*\n/g, "<br><br>")
    .replaceAll(/\s*\n\s*/g, " ");
