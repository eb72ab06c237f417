import { dump } from "js-yaml";

// Long lines stay whole, and what occurs twice is written twice: a manifest is read by people.
const OPTIONS = { lineWidth: -1, noRefs: true } as const;

/**
 * Names of objects, hosts and identities: a letter, and what no YAML reader takes for anything but text. They are most of
 * the texts that occur once, and stand as they are.
 */
const NAME = /^[a-z][a-z0-9]*(?:(?:[-./]|:\/\/)[a-z0-9]+)+$/;

type Mapping = Readonly<Record<string, unknown>>;

/**
 * Writes plain data exactly as js-yaml does, several times as fast: js-yaml decides how each text is quoted, and is
 * asked once for each different one. Labels, names and keys of a platform's objects are mostly the same few.
 */
export class YamlWriter {
  readonly #keys = new Map<string, string>();
  readonly #texts = new Map<string, string>();

  /** One document, with a line break at its end. */
  public write(document: Mapping): string {
    return Object.keys(document).length === 0 ? "{}\n" : this.#mapping(document, "");
  }

  /** The first line is not indented: it may follow a dash. */
  #mapping(mapping: Mapping, indent: string): string {
    let text = "";
    for (const key of Object.keys(mapping)) {
      const value = mapping[key];
      if (value === undefined) continue;
      if (text !== "") text += indent;
      const name = this.#key(key);
      // A key of more than 1024 characters has a line of its own, and its value follows the colon as an item its dash.
      text += name.startsWith("? ")
        ? `${name}${indent}: ${this.#item(value, indent)}`
        : `${name}:${this.#value(value, indent)}`;
    }
    return text;
  }

  #sequence(items: readonly unknown[], indent: string): string {
    let text = "";
    for (const item of items) {
      if (text !== "") text += indent;
      text += `- ${this.#item(item, indent)}`;
    }
    return text;
  }

  /** What follows a key and its colon. */
  #value(value: unknown, indent: string): string {
    const inner = `${indent}  `;
    if (isSequence(value)) return `\n${inner}${this.#sequence(value, inner)}`;
    if (isMapping(value)) return `\n${inner}${this.#mapping(value, inner)}`;
    return ` ${this.#scalar(value, indent)}`;
  }

  /** What follows a dash. */
  #item(item: unknown, indent: string): string {
    if (isSequence(item)) return this.#sequence(item, `${indent}  `);
    if (isMapping(item)) return this.#mapping(item, `${indent}  `);
    return this.#scalar(item, indent);
  }

  /** The rest of the line, with its end; empty collections are scalars as well. */
  #scalar(value: unknown, indent: string): string {
    if (typeof value !== "string") return dumped(value);
    if (NAME.test(value)) return `${value}\n`;
    let text = this.#texts.get(value);
    if (text === undefined) {
      text = dumped(value);
      this.#texts.set(value, text);
    }
    return indent !== "" && value.includes("\n") ? indented(text, indent) : text;
  }

  #key(key: string): string {
    let text = this.#keys.get(key);
    if (text === undefined) {
      text = dump({ [key]: 0 }, OPTIONS).slice(0, -": 0\n".length);
      this.#keys.set(key, text);
    }
    return text;
  }
}

/** A value as it stands behind a key at the margin. */
function dumped(value: unknown): string {
  if (typeof value === "boolean") return value ? "true\n" : "false\n";
  return typeof value === "number" && Number.isSafeInteger(value) && !Object.is(value, -0)
    ? `${value}\n`
    : dump({ x: value }, OPTIONS).slice("x: ".length);
}

/** Moves the lines of a block to the right; the first one follows its key, and empty ones have nothing to move. */
function indented(block: string, indent: string): string {
  return block.replace(/\n(?=[^\n])/g, `\n${indent}`);
}

function isSequence(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function isMapping(value: unknown): value is Mapping {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key in value) if ((value as Mapping)[key] !== undefined) return true;
  return false;
}
