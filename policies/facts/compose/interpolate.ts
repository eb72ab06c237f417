import { isObject } from "../json";

/** Values that fill in a document's variables. */
export type Variables = ReadonlyMap<string, string>;

/** A text with its variables filled in. */
export interface Interpolated {
  /** What could not be filled in stays as `${NAME}`. */
  readonly text: string;
  /** Whether any part of it came from outside the document. */
  readonly isFilledIn: boolean;
}

/** Fills in `$NAME`, `${NAME}`, `${NAME:-default}` and their kin; `$$` is a dollar sign. Defaults may be nested. */
export function interpolate(text: string, variables: Variables): Interpolated {
  if (!text.includes("$")) return { text, isFilledIn: false };
  let result = "";
  let isFilledIn = false;
  let index = 0;
  while (index < text.length) {
    const dollar = text.indexOf("$", index);
    if (dollar < 0) break;
    result += text.slice(index, dollar);
    index = dollar + 1;
    const next = text.charAt(index);
    if (next === "$") {
      result += "$";
      index += 1;
    } else if (next === "{") {
      const end = closingBrace(text, index);
      const filled = braced(text.slice(index + 1, end), variables);
      result += filled.text;
      isFilledIn ||= filled.isFilledIn;
      index = end + 1;
    } else {
      const name = /^[A-Za-z_]\w*/.exec(text.slice(index))?.[0] ?? "";
      result += name === "" ? "$" : (variables.get(name) ?? `\${${name}}`);
      isFilledIn ||= name !== "";
      index += name.length;
    }
  }
  return { text: result + text.slice(index), isFilledIn };
}

function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    if (text.charAt(index) === "{") depth += 1;
    if (text.charAt(index) === "}" && (depth -= 1) === 0) return index;
  }
  return text.length;
}

function braced(inside: string, variables: Variables): Interpolated {
  const match = /^([A-Za-z_]\w*)(?:(:?[-?+])([\s\S]*))?$/.exec(inside);
  if (match === null) return { text: `\${${inside}}`, isFilledIn: true };
  const [, name = "", operator, alternative = ""] = match;
  const value = variables.get(name);
  const isSet = value !== undefined && (operator?.startsWith(":") !== true || value !== "");
  if (operator?.endsWith("+") === true)
    return isSet ? interpolate(alternative, variables) : { text: "", isFilledIn: false };
  if (isSet) return { text: value, isFilledIn: true };
  // A default stands in the document for all to read, so it counts as written there.
  if (operator?.endsWith("-") === true) return interpolate(alternative, variables);
  return { text: `\${${name}}`, isFilledIn: true };
}

/** Fills in every text of a document; keys stay as they are. */
export function interpolateAll(value: unknown, variables: Variables): unknown {
  if (typeof value === "string") return interpolate(value, variables).text;
  if (Array.isArray(value)) return value.map((item: unknown) => interpolateAll(item, variables));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolateAll(item, variables)]));
}
