import { dump } from "js-yaml";
import type { ConfigContent, ConfigScalar, ConfigValue } from "../../model/config-file";
import { encode, type Encoding } from "../../model/encode";
import { encodeSegments, flatten, isExpression, joinSegments, type Leaves, type Segment } from "../../model/expression";

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
      return lines(content.entries, leaves, (key) => [`${key}=`, ""], "properties");
    case "postgresql":
      return lines(content.settings, leaves, (key) => [`${key} = '`, "'"], "postgresql");
    case "postgresql-table":
      return [content.rows.map((row) => `${row.map(hbaField).join("\t")}\n`).join("")];
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

/** Keywords stay bare; anything with a special character is quoted, and a quote inside is doubled. */
function hbaField(field: string): string {
  return /^[\w.:/=@+-]+$/.test(field) ? field : `"${field.replace(/"/g, '""')}"`;
}

// Written into the structure in place of each secret and cut out of the text afterwards. The characters are from the
// private use area, so that neither a serialiser nor a user's own text touches them.
const OPEN = "\uE000";
const CLOSE = "\uE001";

/** Serialises a structure that may hold secrets with a kept writer, which knows nothing of holes. */
function withHoles(value: ConfigValue, leaves: Leaves, write: (value: unknown) => string): readonly Segment[] {
  const holes: Segment[] = [];
  const place = (segment: Segment): string => {
    if (typeof segment === "string") return segment;
    holes.push({ ...segment, encode: [...segment.encode, "json"] });
    return `${OPEN}${holes.length - 1}${CLOSE}`;
  };
  const plain = (item: ConfigValue): unknown => {
    if (isExpression(item)) return flatten(item, leaves).map(place).join("");
    if (Array.isArray(item)) return item.map((entry: ConfigValue) => plain(entry));
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(
      Object.entries(item)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, entry]) => [key, plain(entry as ConfigValue)]),
    );
  };
  const text = write(plain(value));
  // JSON and double-quoted YAML keep characters of the private use area as they are.
  return joinSegments(
    text.split(/\uE000(\d+)\uE001/u).map((part, index) => (index % 2 === 0 ? part : (holes[Number(part)] ?? part))),
  );
}
