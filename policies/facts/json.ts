/** A parsed document's object. Its members are unknown until they are looked at. */
export type Json = Readonly<Record<string, unknown>>;

const EMPTY: Json = Object.freeze({});

/** The value as an object; an empty one when it is anything else. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : EMPTY;
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as a list; an empty one when it is anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** Text, or undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Text of a scalar as YAML's readers mean it: `8080` and `true` as well. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** A truth value, also one that was written as text, as the variables of Compose are; undefined when it is neither. */
export function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  const text = textOf(value)?.toLowerCase();
  if (text !== undefined && ["true", "yes", "y", "on"].includes(text)) return true;
  return text !== undefined && ["false", "no", "n", "off"].includes(text) ? false : undefined;
}

/** A whole number, also one that was written as text. */
export function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
}

/** The texts of a list; other members are left out. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((item) => scalarText(item) ?? []);
}

/** Members whose values are scalars, as text. */
export function textMap(value: unknown): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [key, item] of Object.entries(objectOf(value))) {
    const text = scalarText(item);
    if (text !== undefined) map.set(key, text);
  }
  return map;
}
