// Types as their author wrote them, on one line, with a link at every name that has a page.
import { origin, ts } from "./program.mjs";

const [OPEN, MIDDLE, CLOSE] = ["\u0001", "\u0002", "\u0003"];

/** A name inside a type's text whose page is looked for when the text is shown. */
export const named = (name) => `\u0004${name}\u0004`;

/** Text whose names have their links. @param {(name: string) => string | undefined} target */
export const resolved = (text, target) =>
  text
    .split("\u0004")
    .map((part, index) => {
      const page = index % 2 === 1 ? target(part) : undefined;
      return page === undefined ? part : mark(part, page);
    })
    .join("");

/** A linked name inside a type's text. */
export const mark = (name, target) => `${OPEN}${name}${MIDDLE}${target}${CLOSE}`;

/** Text with marks as Markdown: code, interrupted by links. */
export function typeCell(text) {
  const parts = text.split(OPEN).flatMap((part, index) => {
    if (index === 0) return [inCode(part)];
    const [linked, after] = part.split(CLOSE);
    const [name, target] = linked.split(MIDDLE);
    return [`[\`${name}\`](${target})`, inCode(after)];
  });
  return parts.join("");
}

/** Blanks at the edge of a code span are not shown everywhere. */
function inCode(text) {
  if (text.trim() === "") return text;
  const [, before, inner, after] = /^(\s*)(.*?)(\s*)$/s.exec(text);
  const code = inner.includes("`") ? `\`\` ${inner} \`\`` : `\`${inner}\``;
  return `${before}${code}${after}`;
}

/** The linked names of texts, each once, as Markdown. */
export function linksIn(texts) {
  const links = texts.flatMap((text) =>
    text
      .split(OPEN)
      .slice(1)
      .map((part) => part.split(CLOSE)[0].split(MIDDLE))
      .map(([name, target]) => `[\`${name}\`](${target})`),
  );
  return [...new Set(links)];
}

/** Text with marks as plain code. */
export const plain = (text) =>
  text.replaceAll(new RegExp(`${OPEN}([^${MIDDLE}]*)${MIDDLE}[^${CLOSE}]*${CLOSE}`, "g"), "$1");

/** @param {{ checker: object, target: (symbol: object) => string | undefined, schema: (node: object) => string | undefined }} context */
export function typeText(node, context) {
  return tidy(emit(node, context));
}

function emit(node, context) {
  const { checker, target, schema } = context;
  if (node.kind === ts.SyntaxKind.ReadonlyKeyword) return "";
  // Everything that users pass and get is readonly; saying so everywhere hides the rest.
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) return emit(node.type, context);
  if (ts.isTypeReferenceNode(node)) {
    const [only] = node.typeArguments ?? [];
    if (node.typeName.getText() === "Readonly" && only !== undefined) return emit(only, context);
    const parsed = schema(node);
    if (parsed !== undefined) return parsed;
  }
  const choices = ts.isIndexedAccessTypeNode(node) ? literalsOf(checker.getTypeAtLocation(node)) : [];
  if (choices.length > 0 && choices.length <= 12) {
    const text = choices.join(" | ");
    return choices.length > 1 && ts.isArrayTypeNode(node.parent) ? `(${text})` : text;
  }
  if (ts.isIdentifier(node)) {
    const symbol = isTypeName(node) ? checker.getSymbolAtLocation(node) : undefined;
    const page = symbol === undefined ? undefined : target(origin(checker, symbol));
    return page === undefined ? node.text : mark(node.text, page);
  }
  const children = [];
  ts.forEachChild(node, (child) => void children.push(child));
  if (children.length === 0) return node.getText();
  const source = node.getSourceFile().text;
  let position = node.getStart();
  let text = "";
  for (const child of children) {
    text += uncommented(source.slice(position, child.getStart())) + emit(child, context);
    position = child.end;
  }
  return text + uncommented(source.slice(position, node.end));
}

/** The choices of a type of literals, sorted; none when it is anything else. */
export function literalsOf(type) {
  const types = type.isUnion() ? type.types : [type];
  return types.every((one) => one.isLiteral()) ? types.map(({ value }) => JSON.stringify(value)).sort() : [];
}

const isTypeName = ({ parent }) =>
  ts.isTypeReferenceNode(parent) || ts.isExpressionWithTypeArguments(parent) || ts.isTypePredicateNode(parent);

const uncommented = (text) => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, " ");

function tidy(text) {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/(^|[<({:[,=]) ?\| /g, "$1 ")
    .replaceAll(/([<([]) /g, "$1")
    .replaceAll(/,? ([>)\]])/g, "$1")
    .replaceAll(/; \}/g, " }")
    .trim();
}
