import { isObject, textOf, type Json } from "../facts/json";
import { seal, sealText, sealWords } from "./sealed";

/** Lists of words that are run. */
const COMMANDS = new Set(["command", "args", "entrypoint", "test"]);

/**
 * A copy of a document without a secret in it: what looks like one is sealed, by its name or by its form.
 *
 * @param renamed names that carry a content hash, with what to call them; as a whole, or at the end of a path
 */
export function sealedBody(value: unknown, renamed: ReadonlyMap<string, string>, name = ""): unknown {
  if (typeof value === "string") return sealText(name, rename(value, renamed));
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    if (COMMANDS.has(name)) return sealWords(list);
    return list.map((item) => sealedMember(item, renamed, name));
  }
  return isObject(value) ? sealedObject(value, renamed) : value;
}

function sealedObject(value: Json, renamed: ReadonlyMap<string, string>): Json {
  // Not by assignment: a key may be called `__proto__`.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [renamed.get(key) ?? key, sealedBody(item, renamed, key)]),
  );
}

/** `{ name: PASSWORD, value: … }` says with one member what the other is. */
function sealedMember(item: unknown, renamed: ReadonlyMap<string, string>, list: string): unknown {
  const name = isObject(item) ? textOf(item["name"]) : undefined;
  if (!isObject(item) || name === undefined || typeof item["value"] !== "string")
    return sealedBody(item, renamed, list);
  return { ...sealedObject(item, renamed), value: sealText(name, rename(item["value"], renamed)) };
}

/** Every value of a mapping sealed; its keys are told. */
export function sealedValues(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, seal(JSON.stringify(item) ?? "")]));
}

function rename(text: string, renamed: ReadonlyMap<string, string>): string {
  if (renamed.size === 0) return text;
  const whole = renamed.get(text);
  if (whole !== undefined) return whole;
  const slash = text.lastIndexOf("/");
  const last = slash < 0 ? undefined : renamed.get(text.slice(slash + 1));
  return last === undefined ? text : `${text.slice(0, slash + 1)}${last}`;
}
