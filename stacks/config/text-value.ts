import type { Setting } from "./setting";

/** A text that could be read, or what was expected instead. */
export type TextValue = { readonly value: unknown } | { readonly expected: string };

/** Reads the text of an environment variable or argument. What it means is for the schema to judge. */
export function readText({ form }: Setting, text: string): TextValue {
  switch (form) {
    case "text":
      return { value: text };
    case "number":
      return /^-?\d+(\.\d+)?$/.test(text) ? { value: Number(text) } : { expected: "a number" };
    case "boolean":
      return text === "true" || text === "false" ? { value: text === "true" } : { expected: "true | false" };
    case "list": {
      if (!text.trimStart().startsWith("[")) return { value: text.split(",").map((item) => item.trim()) };
      const list = parseJson(text);
      return Array.isArray(list) ? { value: list } : { expected: "names separated by commas, or a JSON array" };
    }
    case "map": {
      const map = parseJson(text);
      return typeof map === "object" && map !== null && !Array.isArray(map)
        ? { value: map }
        : { expected: 'a JSON object, for example {"key": "value"}' };
    }
    case "number-or-map": {
      const value = parseJson(text);
      const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
      return isMap || typeof value === "number"
        ? { value }
        : { expected: 'a number, or a JSON object, for example {"compose": 1, "kubernetes": 2}' };
    }
    default:
      return form satisfies never;
  }
}

/** The text that {@link readText} reads back. */
export function writeText(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item === "string" && !item.includes(","))) {
    return value.join(",");
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
