// What a zod schema says of its input, as tables: the same schema that parses what users pass.
import { readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname, join, relative } from "node:path";
import { code } from "../markdown.mjs";
import { cell, visible } from "./comments.mjs";
import { declarationOf, fileOf, origin, ts } from "./program.mjs";
import { mark, named } from "./types.mjs";

const require = createRequire(import.meta.url);
const { z } = require("zod");

/**
 * The schema behind `z.input<typeof schema>` or `z.output<ReturnType<typeof schema>>`.
 *
 * @returns {{ io: "input" | "output", symbol: object } | undefined} undefined when the type is not of a schema
 */
export function schemaNamed(node, checker) {
  const name = ts.isExpressionWithTypeArguments(node) ? node.expression : node.typeName;
  const io = { "z.input": "input", "z.output": "output", "z.infer": "output" }[name?.getText()];
  if (io === undefined) return undefined;
  let [of] = node.typeArguments ?? [];
  if (of !== undefined && ts.isTypeReferenceNode(of) && of.typeName.getText() === "ReturnType") [of] = of.typeArguments;
  if (of === undefined || !ts.isTypeQueryNode(of)) return undefined;
  return { io, symbol: origin(checker, checker.getSymbolAtLocation(of.exprName)) };
}

/** Compiled modules whose own names are read. */
const opened = new Map();

/** The schema itself, from the built library; a function of a schema is called. */
function schemaValue(symbol, root) {
  const file = join(root, "dist", relative(root, fileOf(symbol)).replace(/\.ts$/, ".js"));
  let value = require(file)[symbol.name];
  // Most schemas are nobody's business but their file's. They are read where they stand rather than published for this.
  if (value === undefined) {
    const key = `${file}:${symbol.name}`;
    if (!opened.has(key)) {
      const copy = new Module(file);
      copy.filename = file;
      copy.paths = Module._nodeModulePaths(dirname(file));
      copy._compile(`${readFileSync(file, "utf8")}\nexports.schemaForDocs = ${symbol.name};\n`, file);
      opened.set(key, copy.exports.schemaForDocs);
    }
    value = opened.get(key);
  }
  return typeof value === "function" && !("_zod" in value) ? value() : value;
}

/** Whether a constant is a schema, or a function that makes one without being told anything. */
export function isSchema(symbol, root) {
  const { initializer } = declarationOf(symbol);
  const takesSomething =
    initializer !== undefined && ts.isArrowFunction(initializer) && initializer.parameters.length > 0;
  return !takesSomething && knowsZod(symbol) && isZod(schemaValue(symbol, root));
}

const isZod = (value) => typeof value === "object" && value !== null && "_zod" in value;

/** Nothing is run to be looked at but what may be a schema. */
const knowsZod = (symbol) =>
  declarationOf(symbol)
    .getSourceFile()
    .statements.some((one) => ts.isImportDeclaration(one) && one.moduleSpecifier.text === "zod");

/** The keys of a constant that is an object of schemas; none when it is anything else. */
export function schemaKeys(symbol, root) {
  const { initializer } = declarationOf(symbol);
  if (initializer === undefined || !ts.isObjectLiteralExpression(initializer) || !knowsZod(symbol)) return [];
  const value = schemaValue(symbol, root);
  return Object.values(value).every(isZod) ? Object.keys(value) : [];
}

/** Texts of which each becomes a quantity of one kind. */
const QUANTITIES = ["1", "1Ti", "1s", "* * * * *"];

/** The class of what a schema makes of a text: JSON Schema knows no more than that it takes one. */
function quantityOf(schema) {
  if (schema._zod.def.type !== "pipe") return undefined;
  const made = QUANTITIES.map((text) => schema.safeParse(text)).find(
    ({ success, data }) => success && typeof data === "object",
  );
  return made?.data?.constructor.name;
}

const mayBeAbsent = (key, schema) => z.object({ [key]: schema }).safeParse({}).success;

/** What zod leaves out of an input's JSON Schema wherever something inside of it is read into another form. */
function tellInput(schema, json) {
  const { type, shape, defaultValue } = schema._zod.def;
  if (type === "default" && json.default === undefined) json.default = JSON.parse(JSON.stringify(defaultValue));
  if (type === "object") json.required = Object.keys(shape).filter((key) => !mayBeAbsent(key, shape[key]));
}

/** A check of our own says what it takes by its title; one that takes nothing at all says why in its error. */
function tellCustom(schema, json) {
  if (!schema.safeParse(undefined).success) return;
  json.title = "never";
  json.description ??= `Not to be set: ${schema.safeParse(json).error.issues[0].message}.`;
}

/** The JSON Schema of one side of a schema: what zod itself says of keys, defaults and bounds. */
export const jsonSchemaOf = (symbol, io, root) =>
  z.toJSONSchema(schemaValue(symbol, root), {
    io,
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      const quantity = quantityOf(zodSchema);
      if (quantity !== undefined) jsonSchema.quantity = quantity;
      if (io === "input") tellInput(zodSchema, jsonSchema);
      if (zodSchema._zod.def.type === "custom") tellCustom(zodSchema, jsonSchema);
    },
  });

/** A value as a program would have it. */
function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).map(
    ([key, one]) => `${/^[\w$]+$/.test(key) ? key : JSON.stringify(key)}: ${literal(one)}`,
  );
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

/** Choices that would drown the table's other columns. */
const isLong = (choices) => choices !== undefined && choices.length > 12;

/** The type of a value as TypeScript would write it; objects are links to the tables `place` finds room for. */
function textOf(schema, path, place) {
  if ("const" in schema) return literal(schema.const);
  if (isLong(schema.enum)) return String(schema.type);
  if (schema.enum !== undefined) return schema.enum.map(literal).join(" | ");
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) {
    const objects = options.filter(isObject);
    const others = options.filter((option) => !isObject(option)).map((option) => textOf(option, path, place));
    return [...new Set([...others, ...(objects.length === 0 ? [] : [mark("object", place(path, objects))])])].join(
      " | ",
    );
  }
  if (isObject(schema)) return mark("object", place(path, [schema]));
  if (schema.type === "array") {
    const item = textOf(schema.items ?? {}, `${path}[]`, place);
    return item.includes(" | ") ? `(${item})[]` : `${item}[]`;
  }
  if (schema.type === "object") return recordText(schema, path, place);
  if (schema.$ref !== undefined) return "JSON value";
  if (schema.type === undefined && schema.title !== undefined) return schema.title.split(" | ").map(named).join(" | ");
  return schema.type === undefined ? "unknown" : [schema.type].flat().join(" | ");
}

function recordText({ propertyNames, additionalProperties = {} }, path, place) {
  const names = propertyNames?.enum;
  const key = names === undefined || isLong(names) ? "string" : names.map(literal).join(" | ");
  const value = additionalProperties === true ? {} : additionalProperties;
  return `Record<${key}, ${textOf(value, `${path}.<name>`, place)}>`;
}

const isObject = (schema) => schema.type === "object" && schema.properties !== undefined;

/** Bounds that a type cannot say. */
function boundsOf(schema) {
  const between = (least, most, unit) => {
    if (least === undefined && most === undefined) return [];
    if (most === undefined) return [`at least ${least}${unit}`];
    return [least === undefined ? `at most ${most}${unit}` : `${least} to ${most}${unit}`];
  };
  const real = (number) => (Math.abs(number) === Number.MAX_SAFE_INTEGER ? undefined : number);
  if (schema.type === "integer" || schema.type === "number") {
    const least = real(schema.minimum ?? schema.exclusiveMinimum);
    return between(schema.exclusiveMinimum === undefined ? least : least + 1, real(schema.maximum), "");
  }
  const isText = schema.type === "string";
  if (isText && /^(?:email|ipv\d|cidrv\d|uuid|date-time)$/.test(schema.format)) return [`format ${schema.format}`];
  const [least, most] = isText ? [schema.minLength, schema.maxLength] : [schema.minItems, schema.maxItems];
  if (least === 1 && most === undefined) return ["not empty"];
  return between(least, most, isText ? " characters" : " of them");
}

/** Names out of a long list, which would drown the table's other columns. */
function choicesOf({ propertyNames, items, enum: own }) {
  const [names] = [propertyNames?.enum, items?.enum, own].filter(isLong);
  return names === undefined ? "" : `<br><br>One of: ${names.map((name) => code(String(name))).join(", ")}.`;
}

/**
 * One row for each key.
 *
 * @typedef {{ name: string, type: string, bounds: string[], quantity?: string, fallback: string, text: string, isRequired: boolean }} Row
 * @returns {Row[]}
 */
export function rowsOf(schema, path, place) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, value]) => {
    const { text, said } = splitDefault(visible(value.description ?? ""));
    const type = textOf(value, path === "" ? name : `${path}.${name}`, place);
    return {
      ...{ name, type, bounds: boundsOf(value), quantity: value.quantity, text: cell(text) + choicesOf(value) },
      ...{ fallback: fallbackOf(value, said), isRequired: required.has(name) },
    };
  });
}

/** What holds when nothing is said: the schema's value, and what its description says of it. */
function fallbackOf(schema, said) {
  const value = schema.default;
  if (value === undefined) return said;
  if (isObjects(schema) && JSON.stringify(value) === "{}") return "its own defaults";
  const isTold = said === "" || said.replaceAll(/[`"]/g, "") === String(value);
  return isTold ? code(literal(value)) : `${code(literal(value))}: ${said}`;
}

const isObjects = (schema) => isObject(schema) || (schema.anyOf ?? []).some(isObject);

/** Descriptions end with a default that depends on something else. */
function splitDefault(description) {
  const match = /^(.*?)\s*\b(?:Default|Not set): (.+?)\.?$/s.exec(description);
  if (match !== null) return { text: match[1], said: cell(match[2]) };
  const unlimited = /^(.*?)\s*Unlimited when not set\.$/s.exec(description);
  return unlimited === null ? { text: description, said: "" } : { text: unlimited[1], said: "unlimited" };
}
