// One name on a page.
import { code, table } from "../markdown.mjs";
import { commentAt, commentOf } from "./comments.mjs";
import { classMembers, membersOf, methodOf, propertyOf } from "./members.mjs";
import { slug } from "./pages.mjs";
import { declarationOf, ts } from "./program.mjs";
import { isSchema, jsonSchemaOf, rowsOf, schemaKeys, schemaNamed } from "./schemas.mjs";
import { linksIn, literalsOf, plain, resolved, typeCell, typeText } from "./types.mjs";

/**
 * A page's text of one name, below its heading. What a class has comes apart from how one is made, so that a page can
 * put the input of its class between the two.
 *
 * @param {string} prefix the heading's own sign, as `##`
 * @returns {{ text: string[], members: string[] }}
 */
export function itemText(item, prefix, context) {
  const { symbol, name } = item;
  const declaration = declarationOf(symbol);
  const sections = [];
  const own = { ...context, place: placeIn(name, sections, context.shown) };
  const comment = commentOf(symbol, context.checker, context.link);
  const head = [comment.text, ...comment.examples.map((example) => fence(example)), ...thrown(comment)];
  const body = bodyOf(item, declaration, prefix, own);
  const text = [...head.filter((part) => part !== ""), ...body, ...tablesOf(sections, `${prefix}#`, own)];
  return { text, members: ts.isClassDeclaration(declaration) ? classText(item, declaration, prefix, own) : [] };
}

function bodyOf(item, declaration, prefix, context) {
  const { root } = context;
  if (ts.isClassDeclaration(declaration)) return madeText(item, declaration, context);
  if (ts.isFunctionDeclaration(declaration)) return functionText(item, context);
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration))
    return typeTextOf(item, declaration, prefix, context);
  if (!ts.isVariableDeclaration(declaration)) return [];
  const { initializer } = declaration;
  if (isSchema(item.symbol, root)) return schemaText(item, context);
  if (initializer !== undefined && ts.isArrowFunction(initializer))
    return callText(item.name, methodOf(initializer, context, item.symbol));
  return constantText(declaration, context);
}

/** Tables of objects inside an input, each below the path that leads to it. */
const placeIn = (name, sections, shown) => (path, schemas) => {
  const title = `${name}: ${path}`;
  const same = shownBefore(title, schemas, shown);
  if (same !== undefined) return `#${slug(same)}`;
  if (!sections.some((section) => section.title === title)) sections.push({ title, path, schemas });
  return `#${slug(title)}`;
};

const LONG = 4000;

/** What fills screens is told once a page: where an input of a gateway and one of its routes agree, for example. */
function shownBefore(title, schemas, shown) {
  const key = JSON.stringify(schemas);
  if (key.length < LONG) return undefined;
  if (!shown.has(key)) shown.set(key, title);
  return shown.get(key) === title ? undefined : shown.get(key);
}

function tablesOf(sections, prefix, context) {
  const parts = [];
  // A table may find more of them, which then stand behind it.
  for (let index = 0; index < sections.length; index += 1) {
    const { title, path, schemas } = sections[index];
    const found = [];
    const place = (inner, objects) => {
      const same = shownBefore(
        title.replace(path, () => inner),
        objects,
        context.shown,
      );
      if (same !== undefined) return `#${slug(same)}`;
      const target = `#${slug(title.replace(path, () => inner))}`;
      if (![...sections, ...found].some((section) => section.path === inner))
        found.push({ title: title.replace(path, () => inner), path: inner, schemas: objects });
      return target;
    };
    const [name] = title.split(": ");
    parts.push(`${prefix} ${name}: ${code(path)}`);
    for (const schema of schemas) {
      if (schemas.length > 1) parts.push(`**${choiceOf(schema)}** ${schema.description ?? ""}`.trim());
      parts.push(propertyTable(rowsOf(schema, path, place), context));
    }
    sections.splice(index + 1, 0, ...found);
  }
  return parts;
}

/** What tells one object of several apart: the key with one value. */
function choiceOf({ properties }) {
  const [key, schema] = Object.entries(properties).find(([, value]) => "const" in value) ?? [];
  return key === undefined ? "or" : code(`${key}: ${JSON.stringify(schema.const)}`);
}

/** Properties that users give. Bounds stand with the type, defaults in a column of their own. */
function propertyTable(rows, context) {
  const lines = rows.map((row) => [
    code(row.name),
    kindOf(row, context),
    row.isRequired ? "**required**" : row.fallback,
    row.text,
  ]);
  return table(["property", "type", "default", "what"], lines).trimEnd();
}

/** A type with what it cannot say itself. */
function kindOf({ type, bounds, quantity }, { named, target }) {
  const pageOf = (name) => {
    const symbol = named(name);
    return symbol === undefined ? undefined : target(symbol);
  };
  const page = quantity === undefined ? undefined : pageOf(quantity);
  const amount = page === undefined ? [] : [`[\`${quantity}\`](${page})`];
  // What a text became is no text any more.
  if (type === "unknown" && page !== undefined) return amount[0];
  return [typeCell(resolved(type, pageOf)), ...amount.map((link) => `a ${link}`), ...bounds].join(", ");
}

/** Properties that users read. */
const readTable = (rows, context) =>
  table(
    ["property", "type", "what"],
    rows.map((row) => [code(row.isRequired === false ? `${row.name}?` : row.name), kindOf(row, context), row.text]),
  ).trimEnd();

/** Names of types that users fill in. */
const INPUT = /(?:Props|Args|Options|Selection|Sources|Definition|Settings|Choice|Input)$/;

function typeTextOf(item, declaration, prefix, context) {
  const parsed = ts.isTypeAliasDeclaration(declaration) ? schemaNamed(declaration.type, context.checker) : undefined;
  if (parsed?.io === "output") return parsedText(parsed, context);
  const members = membersOf(declaration, context);
  if (members !== undefined) {
    const { rows, methods } = members;
    const isInput = INPUT.test(item.name) || rows.some(({ fallback }) => fallback !== "");
    return [
      ...(rows.length === 0 ? [] : [isInput ? propertyTable(rows, context) : readTable(rows, context)]),
      ...methodsText(item.name, methods, prefix),
    ];
  }
  if (parsed !== undefined) return optionsText(parsed, context);
  return [declared(declaration, context)];
}

/** What a schema gives: what it takes, where a page says that, with every default filled in. */
function parsedText(schema, context) {
  const input = context.inputOf(schema.symbol) ?? context.link(schema.symbol.name);
  if (input.startsWith("[")) return [`What ${input} becomes: every default is filled in, and quantities are read.`];
  return optionsText(schema, context);
}

/** A schema of an object, or of one of several. */
function optionsText({ symbol, io }, context) {
  const json = jsonSchemaOf(symbol, io, context.root);
  const options = json.anyOf ?? json.oneOf ?? [json];
  return options.flatMap((option) => {
    const rows = rowsOf(option, "", context.place);
    return [
      ...(options.length === 1 ? [] : [`**${choiceOf(option)}** ${option.description ?? ""}`.trim()]),
      io === "input" ? propertyTable(rows, context) : readTable(rows, context),
    ];
  });
}

/** A type that is no table, as it was written. */
function declared(declaration, context) {
  const { name, type } = declaration;
  const choices = ts.isUnionTypeNode(type) ? [] : literalsOf(context.checker.getTypeAtLocation(declaration));
  if (choices.length > 0 && choices.length < 60) return fence(`type ${name.text} = ${choices.join(" | ")};`);
  const signature = typeText(type, context);
  const isReadable = !/\btypeof\b/.test(type.getText());
  const text = isReadable ? declaration.getText().replace(/^export /, "") : `type ${name.text} = ${plain(signature)};`;
  return [fence(text), ...typesLine([{ signature }], name.text)].join("\n\n");
}

function schemaText(item, context) {
  const { type, properties, anyOf, oneOf } = jsonSchemaOf(item.symbol, "input", context.root);
  const alias = context.inputOf(item.symbol);
  if (alias !== undefined) return [`A zod schema. What it takes is ${alias}.`];
  if (properties === undefined && anyOf === undefined && oneOf === undefined)
    return [type === undefined ? "A zod schema." : `A zod schema of a ${[type].flat().join(" or ")}.`];
  return ["A zod schema. It takes:", ...optionsText({ symbol: item.symbol, io: "input" }, context)];
}

const MOST_LINES = 12;

function constantText(declaration, context) {
  const { type, initializer } = declaration;
  const keys = schemaKeys(declaration.symbol, context.root);
  if (keys.length > 0) return [`Zod schemas, by key: ${keys.map(code).join(", ")}.`];
  if (type !== undefined) return [`Type: ${typeCell(typeText(type, context))}`];
  const text = initializer?.getText() ?? "";
  return text.split("\n").length > MOST_LINES ? [] : [fence(`const ${declaration.name.getText()} = ${text};`)];
}

/** Overloads are told one by one. */
function functionText({ name, symbol }, context) {
  const all = symbol.declarations.filter((one) => ts.isFunctionDeclaration(one));
  const callable = all.filter((one) => all.length === 1 || one.body === undefined);
  const methods = callable.map((one) => methodOf(one, context, symbol));
  if (methods.length === 1) return callText(name, methods[0]);
  const comments = new Set(callable.map(commentAt));
  const calls = methods.map(({ signature }) => `${name}${plain(signature)}`).join("\n");
  return [fence(calls), ...typesLine(methods), ...(comments.size > 1 ? [...comments].filter(Boolean).slice(1) : [])];
}

function callText(name, method, before = "", owner = "") {
  const { params, returns } = method.comment;
  return [
    fence(`${before}${name}${plain(method.signature)}`),
    ...(params.length === 0 ? [] : [params.map((text) => `- ${text.replace(/^(\S+)\s+/, "`$1`: ")}`).join("\n")]),
    ...(returns === undefined ? [] : [`Returns ${returns}.`.replace(/\.\.$/, ".")]),
    ...typesLine([method], owner),
  ];
}

/** Where the types of a call are explained, but for the one that the reader is at. */
function typesLine(methods, owner = "") {
  const links = linksIn(methods.map(({ signature }) => signature)).filter((link) => !link.startsWith(`[\`${owner}\`]`));
  return links.length === 0 ? [] : [`Types: ${links.join(", ")}`];
}

const thrown = ({ throws }) => (throws.length === 0 ? [] : [`Throws ${throws.join("; ")}.`.replace(/\.\.$/, ".")]);

/** A call as a program would have it; a comment's own fence is left as it is. */
const fence = (text) => (text.startsWith("```") ? text : `\`\`\`ts\n${text}\n\`\`\``);

function methodsText(owner, methods, prefix, { name = (method) => method.name, before = "" } = {}) {
  return methods.flatMap((method) => {
    const { text, examples } = method.comment;
    return [
      `${prefix}# ${owner}.${name(method)}()`,
      ...(text === "" ? [] : [text]),
      ...callText(method.name, method, before, owner),
      ...examples.map(fence),
      ...thrown(method.comment),
    ];
  });
}

/** How one is made. */
function madeText({ name }, declaration, context) {
  const { constructor, isClosed } = classMembers(declaration, context);
  const isAbstract = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract) !== 0;
  if (constructor === undefined || isClosed || isAbstract) return [];
  const method = methodOf(constructor, context);
  const { text } = method.comment;
  return [...callText(`new ${name}`, method, "", name), ...(text === "" ? [] : [text])];
}

/** What one has. */
function classText({ name }, declaration, prefix, context) {
  const { properties, constants, methods, functions } = classMembers(declaration, context);
  const parts = [];
  const bases = (declaration.heritageClauses ?? []).flatMap(({ types, token }) =>
    types.map((type) => ({ token, text: typeText(type, context).replace(/<.*\btypeof .*>$/, "") })),
  );
  const told = (token) => bases.filter((base) => base.token === token).map(({ text }) => typeCell(text));
  const [above, kept] = [told(ts.SyntaxKind.ExtendsKeyword), told(ts.SyntaxKind.ImplementsKeyword)];
  if (above.length > 0) parts.push(`It is a ${above.join(", ")}, and has all of its members.`);
  if (kept.length > 0) parts.push(`It keeps what ${kept.join(" and ")} ${kept.length === 1 ? "says" : "say"}.`);
  if (properties.length > 0)
    parts.push(
      readTable(
        properties.map((member) => propertyOf(member, context)),
        context,
      ),
    );
  const fixed = constants.map((member) => ({ ...propertyOf(member, context), name: `${name}.${member.name.text}` }));
  if (fixed.length > 0) parts.push(readTable(fixed, context));
  const of = (list) => list.map((member) => methodOf(member, context));
  return [
    ...parts,
    ...methodsText(name, of(methods), prefix),
    ...methodsText(name, of(functions), prefix, { before: `${name}.` }),
  ];
}
