import { dump } from "js-yaml";
import type { ConfigContent, ConfigScalar, ConfigValue } from "../../model/config-file";
import { AshlarError } from "../../model/diagnostics";
import { encode, type Encoding } from "../../model/encode";
import {
  encodeSegments,
  flatten,
  isExpression,
  joinSegments,
  type Expression,
  type Leaves,
  type Segment,
} from "../../model/expression";

/** Writes a file's structure. Text where nothing is secret; holes, with the format's own encoding, where something is. */
export function serialise(content: ConfigContent, leaves: Leaves): readonly Segment[] {
  switch (content.format) {
    case "json":
      return withHoles(content.value, leaves, (value) => `${JSON.stringify(value, undefined, 2)}\n`);
    case "yaml":
      return withHoles(content.value, leaves, (value) =>
        dump(value, { lineWidth: -1, noRefs: true, forceQuotes: true, quotingType: '"' }),
      );
    case "properties":
      return lines(content.entries, leaves, (key) => [`${propertyKey(key)}=`, ""], "properties");
    case "postgresql":
      return lines(content.settings, leaves, (key) => [`${key} = '`, "'"], "postgresql");
    case "postgresql-table":
      return [content.rows.map((row) => `${row.map(hbaField).join("\t")}\n`).join("")];
    case "text":
    case "program":
      return [content.text];
    default:
      return content satisfies never;
  }
}

function lines(
  entries: Readonly<Record<string, ConfigScalar>>,
  leaves: Leaves,
  around: (key: string) => readonly [string, string],
  encoding: Encoding,
): readonly Segment[] {
  return joinSegments(
    Object.keys(entries)
      .sort()
      .flatMap((key) => {
        const [before, after] = around(key);
        const value = entries[key] ?? "";
        const text = isExpression(value)
          ? encodeSegments(flatten(value, leaves), encoding)
          : [encode(encoding, String(value))];
        return [before, ...text, `${after}\n`];
      }),
  );
}

/** What ends a key, or begins a comment, is escaped in it. */
function propertyKey(key: string): string {
  // Behind another character no space is a leading one, so that each is escaped once.
  return encode("properties", `-${key}`)
    .slice(1)
    .replace(/[ =:#!]/g, "\\$&");
}

/** Keywords stay bare; anything with a special character is quoted, and a quote inside is doubled. */
function hbaField(field: string): string {
  if (/[\n\r]/.test(field)) {
    AshlarError.throw("ASH-INPUT-002", {
      path: "expression",
      message: "a field of a PostgreSQL table holds a line break, which ends its row",
      value: field,
    });
  }
  return /^[\w.:/=@+-]+$/.test(field) ? field : `"${field.replace(/"/g, '""')}"`;
}

/** Serialises a structure that may hold secrets with a kept writer, which knows nothing of holes. */
function withHoles(value: ConfigValue, leaves: Leaves, write: (value: unknown) => string): readonly Segment[] {
  const holes: Segment[] = [];
  const writeWith = (mark: string): string => {
    holes.length = 0;
    const place = (segment: Segment): string => {
      if (typeof segment === "string") return segment;
      holes.push({ ...segment, encode: [...segment.encode, "json"] });
      return `${mark}${holes.length - 1}${mark}`;
    };
    return write(plain(value, (input) => flatten(input, leaves).map(place).join("")));
  };
  const draft = writeWith("");
  if (holes.length === 0) return [draft];
  const mark = unusedCharacter(draft);
  return joinSegments(
    writeWith(mark)
      .split(new RegExp(`${mark}(\\d+)${mark}`, "u"))
      .map((part, index) => (index % 2 === 0 ? part : (holes[Number(part)] ?? part))),
  );
}

/** The structure with text in the places of its expressions, and its keys in one order. */
function plain(value: ConfigValue, textOf: (expression: Expression) => string): unknown {
  if (isExpression(value)) return textOf(value);
  if (Array.isArray(value)) return value.map((entry: ConfigValue) => plain(entry, textOf));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, plain(entry, textOf)]),
  );
}

/**
 * A character that marks the places of secrets and is cut out of the text afterwards: from the private use area, where
 * writers escape nothing, and none that the text has itself.
 */
function unusedCharacter(text: string): string {
  for (let code = 0xe000; code <= 0xf8ff; code += 1) {
    const character = String.fromCharCode(code);
    if (!text.includes(character)) return character;
  }
  throw new TypeError("a text with every character of the private use area cannot hold a secret");
}
