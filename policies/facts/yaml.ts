import { loadAll, type EventType, type State } from "js-yaml";
import { AshlarError } from "../../constructs/model/diagnostics";

/** Characters that the aliases of a text, and of a folder together, may stand for beyond those that are written. */
export const MOST_ADDED = 2_000_000;
/** Keys that aliases may hand on while a text is still being read. */
const MOST_COPIED = 200_000;
/** Values inside of values. Nothing that somebody means is half as deep. */
const DEEPEST = 500;

/** What a text holds. */
export interface ReadYaml {
  readonly documents: readonly unknown[];
  /** Characters that its aliases stand for beyond those that are written. */
  readonly added: number;
}

/**
 * Parses YAML that anybody may have written: an alias stands for a value that may consist of aliases again, so that a
 * short text may be larger than any memory, or contain itself.
 *
 * @throws YAMLException when it is no YAML; AshlarError ASH-INPUT-002 when its aliases stand for too much or for
 * themselves, or its values stand too deep inside one another
 */
export function readYaml(text: string, path: string): ReadYaml {
  let depth = 0;
  let copied = 0;
  let hasAlias = false;
  const documents: unknown[] = [];
  const listener = (event: EventType, state: State): void => {
    depth += event === "open" ? 1 : -1;
    if (depth > DEEPEST) refuseDepth(`${path}:${state.line + 1}`);
    const result: unknown = state.result;
    // An alias says of no kind what it stands for. What it merges is copied while the text is still being read.
    if (event === "open" || state.kind !== null) return;
    hasAlias ||= result !== null;
    if (typeof result !== "object" || result === null) return;
    copied += mergeable(result);
    if (copied > MOST_COPIED) refuseSize(`${path}:${state.line + 1}`, `${MOST_COPIED} keys and members`);
  };
  // A text that ends within a value closes nothing, but nothing is read after it either.
  loadAll(text, (document) => void documents.push(document), { filename: path, listener });
  if (!hasAlias) return { documents, added: 0 };
  const size = documents.reduce<number>((sum, document) => sum + sizeOf(document, path), 0);
  const added = Math.max(0, size - text.length);
  if (added > MOST_ADDED) refuseSize(path);
  return { documents, added };
}

/** Refuses what stands for too much. */
export function refuseSize(path: string, most = `${MOST_ADDED} characters beyond the text`): never {
  return AshlarError.throw("ASH-INPUT-002", {
    path,
    message: "its aliases stand for far more than is written",
    value: `more than ${most}`,
    allowed: `at most ${most}`,
    cure: "write out what the aliases stand for, or leave the file out",
  });
}

function refuseDepth(path: string): never {
  return AshlarError.throw("ASH-INPUT-002", {
    path,
    message: "its values stand too deep inside one another",
    value: `more than ${DEEPEST} levels`,
    allowed: `at most ${DEEPEST}`,
    cure: "make it flatter, or leave the file out",
  });
}

/** How many keys a merge of it may copy. */
function mergeable(value: object): number {
  if (!Array.isArray(value)) return Object.keys(value).length;
  return (value as readonly unknown[]).reduce<number>(
    (sum, item) => sum + 1 + (typeof item === "object" && item !== null ? Object.keys(item).length : 0),
    0,
  );
}

interface Measured {
  size: number;
  height: number;
}

/** Characters of a value with its aliases written out. Each value is looked at once, however often it stands. */
function sizeOf(document: unknown, path: string): number {
  if (!isCollection(document)) return scalarSize(document);
  const known = new Map<object, Measured>();
  const open = new Set<object>();
  const pending: object[] = [document];
  for (let value = pending.at(-1); value !== undefined; value = pending.at(-1)) {
    if (known.has(value)) {
      pending.pop();
      continue;
    }
    const inner = Object.values(value).filter(isCollection);
    if (open.has(value)) {
      pending.pop();
      open.delete(value);
      known.set(value, measured(value, known, path));
      continue;
    }
    open.add(value);
    for (const item of inner) {
      if (open.has(item)) refuseCircle(path);
      if (!known.has(item)) pending.push(item);
    }
  }
  return known.get(document)?.size ?? 0;
}

function measured(value: object, known: ReadonlyMap<object, Measured>, path: string): Measured {
  let [size, height] = [1, 0];
  for (const [key, item] of Object.entries(value) as [string, unknown][]) {
    const inner = isCollection(item) ? known.get(item) : undefined;
    size += (Array.isArray(value) ? 0 : key.length) + (inner?.size ?? scalarSize(item));
    height = Math.max(height, (inner?.height ?? 0) + 1);
  }
  if (height > DEEPEST) refuseDepth(path);
  return { size, height };
}

function refuseCircle(path: string): never {
  return AshlarError.throw("ASH-INPUT-002", {
    path,
    message: "an alias stands for a value that contains it",
    value: "a value without an end",
    allowed: "aliases of values that are complete",
    cure: "take the alias out of what it stands for",
  });
}

/** Mappings and lists; a moment or bytes are values. */
const isCollection = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !(value instanceof Date) && !ArrayBuffer.isView(value);

const scalarSize = (value: unknown): number => (typeof value === "string" ? value.length + 1 : 1);
