/**
 * Writes a value as JSON without white space and with the keys of every object in code-unit order, so that equal values
 * give equal bytes however they were put together. `undefined` members are left out, as `JSON.stringify` does.
 *
 * @throws TypeError for what JSON cannot hold: functions, symbols, big integers, numbers that are not finite, and
 * objects of a class, whose meaning would be lost
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (isPlain(value)) {
    const members = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
    return `{${members.join(",")}}`;
  }
  throw new TypeError(`JSON cannot hold a ${typeof value}`);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object of another realm has a plain prototype of its own, which in turn has none.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
