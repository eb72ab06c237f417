// Which page says what: one page for each file that exports something, with everything of it that users can name.
import { basename, dirname } from "node:path";
import { declarationOf, origin, ts } from "./program.mjs";

/** The anchor that Markdown viewers give a heading. */
export const slug = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");

/**
 * @typedef {{ name: string, symbol: object, isExported: boolean }} Item
 * @typedef {{ specifier: string, folder: string, path: string, title: string, source: string, items: Item[] }} Page
 */

/** Every page, in the order of the entry points and of their exports. @returns {Page[]} */
export function pagesOf({ checker, entries, fileOf }) {
  const known = new Set();
  const pages = entries.flatMap(({ specifier, names }) => {
    const files = new Map();
    for (const { name, symbol } of names) {
      if (known.has(symbol)) continue;
      known.add(symbol);
      const file = fileOf(symbol);
      files.set(file, [...(files.get(file) ?? []), { name, symbol, isExported: true }]);
    }
    joinProps(files, checker);
    return named(specifier, files);
  });
  for (const page of pages) addMentioned(page, pages, known, checker, fileOf);
  return pages;
}

/** Input of a class that stands in a file of types alone belongs on the page of the class. */
function joinProps(files, checker) {
  for (const items of [...files.values()]) {
    for (const { symbol } of items) {
      const declaration = declarationOf(symbol);
      if (!ts.isClassDeclaration(declaration)) continue;
      const constructor = declaration.members.find(ts.isConstructorDeclaration);
      const inputs = (constructor?.parameters ?? []).flatMap(({ type }) =>
        type === undefined ? [] : mentioned([type], checker),
      );
      for (const [file, others] of [...files]) {
        const isOwn = others !== items && others.some((other) => inputs.includes(other.symbol));
        if (!isOwn || !others.every((other) => isType(other.symbol)) || basename(file) !== "props.ts") continue;
        items.push(...others);
        files.delete(file);
      }
    }
  }
}

function named(specifier, files) {
  const folder = specifier.split("/").at(-1);
  const base = (file) => basename(file, ".ts");
  const count = (file) => [...files.keys()].filter((other) => base(other) === base(file)).length;
  return [...files].map(([source, items]) => {
    const words = base(source).replaceAll("-", "");
    const namesakes = items.filter(({ name }) => name.toLowerCase() === words);
    const classes = items.filter(({ symbol }) => ts.isClassDeclaration(declarationOf(symbol)));
    const first = namesakes[0] ?? classes[0] ?? items[0];
    // The input of the page's own class comes before the inputs inside of it.
    const own = items.filter(({ name }) => name === `${first.name}Props`);
    const sorted = [...new Set([first, ...own, ...items])];
    const isAbout = namesakes.length > 0 || classes.length === 1 || items.length === 1;
    const title = isAbout ? first.name : titleOf(source);
    const file = count(source) === 1 ? base(source) : `${basename(dirname(source))}-${base(source)}`;
    const path = `${folder}/${file}.md`;
    return { specifier, folder, path, title, source, items: sorted };
  });
}

/** What a file of several equal things is about. */
function titleOf(source) {
  const text = basename(source, ".ts").replaceAll("-", " ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Whether the page's title is the item's heading. */
export const headsPage = (page, item) => page.items[0] === item && page.title === item.name;

/** Where on its page an item is. Viewers number the anchors of headings that differ in nothing but their case. */
export function anchorOf(page, item) {
  const own = slug(item.name);
  if (headsPage(page, item)) return own;
  const before = page.items.slice(0, page.items.indexOf(item)).filter((other) => !headsPage(page, other));
  const same = [page.title, ...before.map(({ name }) => name)].filter((heading) => slug(heading) === own).length;
  return same === 0 ? own : `${own}-${same}`;
}

export const isType = (symbol) => {
  const declaration = declarationOf(symbol);
  return ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration);
};

/** Types that the page's own are made of and that nobody exports: shown where they are needed. */
function addMentioned(page, pages, known, checker, fileOf) {
  for (const item of page.items) {
    for (const symbol of mentioned(surfaceOf(item.symbol), checker)) {
      if (known.has(symbol) || !isType(symbol)) continue;
      known.add(symbol);
      const owner = pages.find(({ source }) => source === fileOf(symbol)) ?? page;
      owner.items.push({ name: symbol.name, symbol, isExported: false });
      // A page behind this one reads its own list later; one before it would not.
      if (pages.indexOf(owner) < pages.indexOf(page)) addMentioned(owner, pages, known, checker, fileOf);
    }
  }
}

/** The parts of a declaration that users see the types of. */
function surfaceOf(symbol) {
  return symbol.declarations.flatMap((declaration) => {
    if (ts.isFunctionDeclaration(declaration)) return signatureParts(declaration);
    if (ts.isVariableDeclaration(declaration)) {
      const { initializer, type } = declaration;
      if (type !== undefined) return [type];
      return initializer !== undefined && ts.isArrowFunction(initializer) ? signatureParts(initializer) : [];
    }
    if (!ts.isClassDeclaration(declaration)) return [declaration];
    return declaration.members
      .filter(isPublic)
      .flatMap((member) => (ts.isPropertyDeclaration(member) ? [member.type] : signatureParts(member)));
  });
}

const signatureParts = ({ parameters = [], type }) => [...parameters.map((parameter) => parameter.type), type];

/** What of a class users may touch. */
export function isPublic(member) {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  const isHidden = (ts.getCombinedModifierFlags(member) & hidden) !== 0;
  return !isHidden && !(member.name !== undefined && ts.isPrivateIdentifier(member.name));
}

/** Symbols of this project that types name, in order. */
function mentioned(nodes, checker) {
  const found = new Set();
  const visit = (node) => {
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : undefined;
    if (name !== undefined) {
      const symbol = checker.getSymbolAtLocation(name);
      const target = symbol === undefined ? undefined : origin(checker, symbol);
      const declaration = target === undefined ? undefined : declarationOf(target);
      const isOurs = declaration !== undefined && !declaration.getSourceFile().isDeclarationFile;
      if (isOurs && !ts.isTypeParameterDeclaration(declaration)) found.add(target);
    }
    ts.forEachChild(node, visit);
  };
  for (const node of nodes) if (node !== undefined) visit(node);
  return [...found];
}
