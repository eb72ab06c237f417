// The reference of the public names: an index of each entry point, and a page of each file that exports something.
import { posix } from "node:path";
import { code, page, table } from "../markdown.mjs";
import { commentOf, summary } from "./comments.mjs";
import { itemText } from "./item.mjs";
import { anchorOf, headsPage, isType, pagesOf, slug } from "./pages.mjs";
import { declarationOf, readProgram, ts } from "./program.mjs";
import { schemaNamed } from "./schemas.mjs";
import { mark } from "./types.mjs";

const FOLDER = "docs/reference/api";

/** What an entry point is for. */
const PURPOSES = {
  ashlar: "constructs, the model that components are made of, and the two renderers",
  "ashlar/stacks": "whole platforms with a config: the stacks that come with the library, and what makes a new one",
  "ashlar/policies": "facts from an artifact, rules over them, and what an artifact takes",
  "ashlar/cdk8s": "a platform inside of a cdk8s app",
  "ashlar/pulumi": "a platform inside of a Pulumi program",
  "ashlar/testing": "for the tests of teams that write components or platforms of their own",
};

/**
 * Every page by its path, and the public names that nobody explains.
 *
 * @param {string} root
 * @returns {{ files: Map<string, string>, undocumented: string[] }}
 */
export function apiPages(root) {
  const program = readProgram(root);
  const pages = pagesOf(program);
  const homes = new Map(pages.flatMap((one) => one.items.map((item) => [item.symbol, { page: one, item }])));
  const contextOf = (one) => contextFor(one, program, pages, homes, root);
  const files = new Map(pages.map((one) => [`${FOLDER}/${one.path}`, pageText(one, contextOf(one))]));
  for (const { specifier } of program.entries)
    files.set(`${FOLDER}/${specifier.split("/").at(-1)}/README.md`, indexText(specifier, program, homes));
  files.set(`${FOLDER}/README.md`, entriesText(program.entries));
  const undocumented = pages.flatMap(({ specifier, items }) =>
    items
      .filter(({ symbol, isExported }) => isExported && commentOf(symbol, program.checker, String).text === "")
      .map(({ name }) => `${name} of ${specifier}`),
  );
  return { files, undocumented };
}

/** A link from a folder to an item; to a page as a whole where the item is what the page is about. */
const pathTo = (folder, page, item) =>
  `${posix.relative(folder, page.path)}${headsPage(page, item) ? "" : `#${anchorOf(page, item)}`}`;

function contextFor(one, program, pages, homes, root) {
  const { checker } = program;
  const target = (symbol) => {
    const home = homes.get(symbol);
    if (home === undefined) return undefined;
    const { page: other, item } = home;
    return other === one ? `#${anchorOf(one, item)}` : pathTo(one.folder, other, item);
  };
  // Names of comments are those of this entry point first.
  const near = [...pages].sort((a, b) => Number(b.specifier === one.specifier) - Number(a.specifier === one.specifier));
  const named = (name) => near.flatMap(({ items }) => items).find((item) => item.name === name)?.symbol;
  const link = (name) => {
    const [owner, member] = name.split(".");
    const symbol = named(owner);
    const page = symbol === undefined ? undefined : target(symbol);
    if (page === undefined) return code(name);
    const hasHeading = declarationOf(symbol).members?.some((one) => isMethod(one) && one.name.getText() === member);
    const place = hasHeading === true ? `${page.replace(/#.*/, "")}#${slug(`${owner}.${member}()`)}` : page;
    return `[${code(name)}](${place})`;
  };
  const aliases = (symbol, io) => {
    const found = [...homes.keys()].find((other) => {
      const declaration = declarationOf(other);
      if (!ts.isTypeAliasDeclaration(declaration)) return false;
      const parts = ts.isIntersectionTypeNode(declaration.type) ? declaration.type.types : [declaration.type];
      return parts.some((part) => {
        const schema = ts.isTypeReferenceNode(part) ? schemaNamed(part, checker) : undefined;
        return schema?.symbol === symbol && (io === undefined || schema.io === io);
      });
    });
    return found === undefined ? undefined : { name: homes.get(found).item.name, target: target(found) };
  };
  const schema = (node) => {
    const named = schemaNamed(node, checker);
    const alias = named === undefined ? undefined : (aliases(named.symbol, named.io) ?? aliases(named.symbol));
    if (alias === undefined) return undefined;
    const isFilled = named.io === "output" && aliases(named.symbol, "output") === undefined;
    return `${mark(alias.name, alias.target)}${isFilled ? " with defaults" : ""}`;
  };
  const inputOf = (symbol) => {
    const alias = aliases(symbol, "input");
    return alias === undefined ? undefined : `[\`${alias.name}\`](${alias.target})`;
  };
  return { checker, root, target, link, named, schema, inputOf, shown: new Map() };
}

function pageText(one, context) {
  const exported = one.items.filter(({ isExported }) => isExported);
  const parts = [`\`\`\`ts\n${importText(one.specifier, exported)}\n\`\`\``];
  const texts = one.items.map((item) => {
    const isHead = headsPage(one, item);
    const { text, members } = itemText(item, "##", context);
    const known = item.isExported ? [] : ["Not exported by name: it is part of the other types."];
    if (!isHead) return { item, parts: [`## ${item.name}`, ...known, ...text, ...members] };
    return {
      item,
      parts: text,
      members: members.length === 0 ? [] : [`## What ${article(item.name)} has`, ...members],
    };
  });
  // A class, what it is made with, and only then what one can do with it.
  const isInput = ({ item }) => headsPage(one, item) || /Props$/.test(item.name);
  const [head] = texts;
  parts.push(...texts.filter(isInput).flatMap((text) => text.parts), ...(head.members ?? []));
  parts.push(...texts.filter((text) => !isInput(text)).flatMap((text) => text.parts));
  const back = `[${one.specifier}](README.md)`;
  return page(one.title, code(one.source), `${back}\n\n${parts.join("\n\n")}\n`);
}

function importText(specifier, items) {
  const areTypes = items.every(({ symbol }) => isType(symbol));
  const values = items.filter(({ symbol }) => !isType(symbol)).map(({ name }) => name);
  const types = items.filter(({ symbol }) => isType(symbol)).map(({ name }) => (areTypes ? name : `type ${name}`));
  const names = [...values, ...types];
  const word = areTypes ? "import type" : "import";
  const line = `${word} { ${names.join(", ")} } from "${specifier}";`;
  return line.length <= 100 ? line : `${word} {\n${names.map((name) => `  ${name},\n`).join("")}} from "${specifier}";`;
}

const article = (name) => `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;

const isMethod = (member) => ts.isMethodDeclaration(member) || ts.isMethodSignature(member);

/** Rooms of the library in the order in which people look for things. */
const GROUPS = [
  ["Components", /^constructs\/(?:kong|keycloak|postgres|postgrest|issuer)\//],
  ["Gateways and routes", /^constructs\/gateway\//],
  ["Rendering and its result", /^constructs\/render\//],
  ["The model", /^constructs\/model\//],
  ["Facts", /^policies\/facts\//],
];

function indexText(specifier, { checker, entries, fileOf }, homes) {
  const { names } = entries.find((entry) => entry.specifier === specifier);
  const folder = specifier.split("/").at(-1);
  const rows = names.map(({ name, symbol }) => {
    const { page: one, item } = homes.get(symbol);
    const kind = kindOf(symbol);
    const text = summary(commentOf(symbol, checker, code).text);
    const group = GROUPS.find(([, pattern]) => pattern.test(fileOf(symbol)))?.[0] ?? "";
    return { name, kind, group, row: [`[${code(name)}](${pathTo(folder, one, item)})`, kind, text] };
  });
  const groups = ["", ...GROUPS.map(([title]) => title)].flatMap((title) => {
    const own = rows.filter(({ group }) => group === title).sort(byRank);
    if (own.length === 0) return [];
    const lines = own.map(({ row }) => row);
    const text = table(["name", "is", "what"], lines);
    return [title === "" ? text : `## ${title}\n\n${text}`];
  });
  const source = entries.find((entry) => entry.specifier === specifier).source;
  return page(specifier, code(source), `[API](../README.md) · ${PURPOSES[specifier]}\n\n${groups.join("\n")}`);
}

/** Classes, which are what one begins with, then everything else by name. */
function byRank(a, b) {
  const key = ({ name, kind }) => `${kind === "class" ? 0 : 1} ${name.toLowerCase()} ${name}`;
  return key(a) < key(b) ? -1 : 1;
}

function kindOf(symbol) {
  const declaration = declarationOf(symbol);
  if (ts.isClassDeclaration(declaration)) return "class";
  if (ts.isInterfaceDeclaration(declaration)) return "interface";
  if (ts.isTypeAliasDeclaration(declaration)) return "type";
  if (ts.isFunctionDeclaration(declaration)) return "function";
  const { initializer } = declaration;
  return initializer !== undefined && ts.isArrowFunction(initializer) ? "function" : "constant";
}

function entriesText(entries) {
  const rows = entries.map(({ specifier, names }) => [
    `[\`${specifier}\`](${specifier.split("/").at(-1)}/README.md)`,
    PURPOSES[specifier],
    String(names.length),
  ]);
  return page(
    "API",
    "`package.json` and the doc comments",
    `Everything that programs may import, by entry point. What a construct takes stands on its page: each property with its
type, its default and what it means, down to the last object. Without a default, nothing holds until it is set.

${table(["entry point", "what", "names"], rows)}`,
  );
}
