import { digest, joinName } from "../../model/names";

/** Longest names, by what the API or a controller does with them. */
export const NAME_LIMITS = {
  /** A DNS label: Services, Namespaces, and everything whose name becomes a label's value. */
  label: 63,
  /** The controller appends eleven characters to the name of each Job. */
  cronJob: 52,
  /** Pods carry `<name>-<revision hash>` as a label. */
  statefulSet: 52,
  /** IANA service names. */
  port: 15,
  /** CloudNativePG admits no longer ones, and other operators append as much. */
  claim: 50,
} as const;

const HASH = 8;

/** A name that changes with what it names: objects that cannot be changed are replaced by a new one. */
export function hashedName(segments: readonly string[], content: unknown): string {
  return `${joinName(segments, NAME_LIMITS.label - HASH - 1)}-${digest(JSON.stringify(content), HASH)}`;
}

/** The same object's name after its content was changed. */
export function rehashedName(name: string, content: unknown): string {
  return `${name.slice(0, -HASH - 1)}-${digest(JSON.stringify(content), HASH)}`;
}

/** A name for a volume or a port, made of any text. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** A port's name: at most 15 characters, with a letter, without two hyphens in a row. */
export function portName(id: string, port: number): string {
  const short = joinName([slug(id)], NAME_LIMITS.port);
  return /^[a-z]/.test(short) ? short : `port-${port}`;
}
