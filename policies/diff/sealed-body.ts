import { isObject, textOf, type Json } from "../facts/json";
import { isHarmlessName, isSecretParent } from "../secret-names";
import { isSecretPair } from "../secret-values";
import { isSealed, seal, sealText, sealWords } from "./sealed";

/** Lists of words that are run. */
const COMMANDS = new Set(["command", "args", "entrypoint", "test"]);

/** What says in one member what the other is: `{ name: PASSWORD, value: … }`. */
const NAMING = ["name", "key", "header", "variable"];
const NAMED = ["value", "content", "val", "default"];

/**
 * A copy of a document without a secret in it: what looks like one is sealed, by its name, by its form, or because what
 * is around it is called like one.
 *
 * @param renamed names that carry a content hash, with what to call them; as a whole, or at the end of a path
 */
export function sealedBody(value: unknown, renamed: ReadonlyMap<string, string>, name = ""): unknown {
  return sealedPart(value, renamed, name, false);
}

function sealedPart(value: unknown, renamed: ReadonlyMap<string, string>, name: string, isInside: boolean): unknown {
  if (typeof value === "string") return sealedString(name, rename(value, renamed), isInside);
  if (typeof value === "number" || typeof value === "bigint") {
    const text = String(value);
    return (isInside && !isHarmlessName(name)) || isSecretPair(name, text, "possible") ? seal(text) : value;
  }
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    if (COMMANDS.has(name)) return sealWords(list);
    return list.map((item) => sealedPart(item, renamed, name, isInside));
  }
  return isObject(value) ? sealedObject(value, renamed, isInside || isSecretParent(name)) : value;
}

function sealedString(name: string, text: string, isInside: boolean): string {
  if (isInside && !isSealed(text) && !isHarmlessName(name) && canBeHidden(text)) return seal(text);
  const sealed = sealText(name, text);
  if (isSealed(sealed)) return sealed;
  return sealed
    .split("\n")
    .map((line) => (holdsSecretJson(line) ? seal(line) : line))
    .join("\n");
}

/** Below a secret name everything is one that can be. */
const canBeHidden = (text: string): boolean => isSecretPair("PASSWORD", text, "possible");

function sealedObject(value: Json, renamed: ReadonlyMap<string, string>, isInside: boolean): Json {
  const naming = NAMING.map((key) => textOf(value[key])).find((text) => text !== undefined);
  // `{ key, path }` and `{ key, name }` say where a secret is.
  const isPlace = "path" in value || "name" in value;
  const isSecret = value["kind"] === "Secret";
  // Not by assignment: a key may be called `__proto__`.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const called = renamed.get(key) ?? key;
      if (isSecret && (key === "data" || key === "stringData")) return [called, sealedValues(item)];
      if (naming !== undefined && NAMED.includes(key) && !Array.isArray(item) && !isObject(item))
        return [called, sealedPart(sealedPart(item, renamed, naming, isInside), renamed, key, false)];
      return [called, sealedPart(item, renamed, key, isInside && !(key === "key" && isPlace))];
    }),
  );
}

/** Whether a text is JSON with a secret anywhere inside. */
function holdsSecretJson(text: string): boolean {
  if (!/^\s*[[{].*[\]}]\s*$/s.test(text)) return false;
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(sealedBody(value, NOTHING)) !== JSON.stringify(value);
  } catch {
    // What is no JSON is a text like any other, and so is what nests too deeply for anybody to mean it.
    return false;
  }
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** Every value of a mapping sealed; its keys are told. What is no mapping is sealed as a whole. */
export function sealedValues(value: unknown): unknown {
  if (value === undefined || value === null || isSealed(value)) return value;
  if (!isObject(value)) return seal(JSON.stringify(value) ?? "");
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isSealed(item) ? item : seal(JSON.stringify(item) ?? "")]),
  );
}

function rename(text: string, renamed: ReadonlyMap<string, string>): string {
  if (renamed.size === 0) return text;
  const whole = renamed.get(text);
  if (whole !== undefined) return whole;
  const slash = text.lastIndexOf("/");
  const last = slash < 0 ? undefined : renamed.get(text.slice(slash + 1));
  return last === undefined ? text : `${text.slice(0, slash + 1)}${last}`;
}
