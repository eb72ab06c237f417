import { UnknownValueError } from "@pulumi/policy";

/** Keys and positions that lead to a value, from the outside in. */
export type PropertyPath = readonly string[];

/** What stands for a value that nobody knows yet. */
export type Filler = string | number | boolean | undefined;

/** Resource properties as plain data, and what is not in them. */
export interface Known {
  readonly value: Readonly<Record<string, unknown>>;
  /** Where values are that are known only after the update, or that are secret and were not handed over. */
  readonly unknown: readonly PropertyPath[];
}

/** How the engine marks what is more than plain data inside properties, and a secret among that. */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270";
/** What the engine puts for a secret that it cannot decrypt. */
const SECRET_TEXT = "[secret]";

/**
 * Copies what is known of a resource's properties. The engine's own view of them throws at the first unknown value that is
 * touched, and drops every check after it; a copy is touched once, value by value.
 *
 * @param properties as the engine hands them to a policy
 * @param filler what becomes of an unknown value; `undefined`: it is left out
 */
export function knownPart(properties: Readonly<Record<string, unknown>>, filler?: Filler): Known {
  const copy = new Copy(filler);
  return { value: copy.object(properties), unknown: copy.unknown };
}

class Copy {
  readonly unknown: PropertyPath[] = [];
  /** Where it is; one list for the whole walk, as most values are known and need no path. */
  readonly #path: string[] = [];

  constructor(private readonly filler: Filler) {}

  object(holder: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(holder)) {
      const value = this.#member(holder, key);
      if (value !== undefined) copy[key] = value;
    }
    return copy;
  }

  #member(holder: Readonly<Record<string, unknown>>, key: string): unknown {
    this.#path.push(key);
    const value = this.#value(holder, key);
    this.#path.pop();
    return value;
  }

  #value(holder: Readonly<Record<string, unknown>>, key: string): unknown {
    let value: unknown;
    try {
      value = holder[key];
    } catch (error) {
      if (!(error instanceof UnknownValueError)) throw error;
      return this.#hidden();
    }
    if (typeof value !== "object" || value === null) return value === SECRET_TEXT ? this.#hidden() : value;
    const members = value as Readonly<Record<string, unknown>>;
    if (Array.isArray(value)) return this.#list(value as readonly unknown[], members);
    if (!(MARK in members)) return this.object(members);
    // A secret that the engine hands over is known: a broken rule is none the less broken. No message has a value.
    return members[MARK] === SECRET_MARK && "value" in members ? this.#value(members, "value") : this.#hidden();
  }

  #list({ length }: readonly unknown[], members: Readonly<Record<string, unknown>>): readonly unknown[] {
    const items: unknown[] = [];
    for (let index = 0; index < length; index += 1) {
      const item = this.#member(members, String(index));
      if (item !== undefined) items.push(item);
    }
    return items;
  }

  #hidden(): Filler {
    this.unknown.push([...this.#path]);
    return this.filler;
  }
}
