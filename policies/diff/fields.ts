import { diffArrays } from "diff";
import type { Target } from "../../constructs/model/target";
import { isObject, objectOf, scalarText, textOf, type Json } from "../facts/json";
import { composeBytes, composeCpu, kubernetesQuantity } from "../facts/quantity";
import type { FieldChange } from "./change";
import { goDuration } from "./go-duration";
import { isOrdered, isSet, memberKeys } from "./list-keys";
import { isSealed } from "./sealed";
import { shown } from "./shown";
import { textDifference } from "./text-lines";

/** A list that is compared with too many others costs more than it tells. */
const MOST_MOVES = 1_000;

/** Fields of two bodies that differ in what they mean. */
export function fieldChanges(before: unknown, after: unknown, target: Target): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  const isCertManagers = /^cert-manager\.io\//.test(textOf(objectOf(after)["apiVersion"]) ?? "");
  compare({ target, isCertManagers, changes }, before, after, "", "");
  return changes;
}

interface Comparison {
  readonly target: Target;
  /** The bodies are of a resource of cert-manager's. */
  readonly isCertManagers: boolean;
  readonly changes: FieldChange[];
}

function compare(context: Comparison, before: unknown, after: unknown, path: string, field: string): void {
  const [old, now] = [before ?? undefined, after ?? undefined];
  if (old === now) return;
  if (old === undefined) context.changes.push({ path, action: "added", after: shown(now) });
  else if (now === undefined) context.changes.push({ path, action: "removed", before: shown(old) });
  else if (isObject(old) && isObject(now)) compareObjects(context, old, now, path);
  else if (Array.isArray(old) && Array.isArray(now)) compareLists(context, old, now, path, field);
  else compareScalars(context, old, now, path, field);
}

function compareObjects(context: Comparison, before: Json, after: Json, path: string): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
    compare(context, before[key], after[key], joined(path, key), key);
}

/** `spec.replicas`; a key with a dot of its own stands in brackets. */
function joined(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

function compareScalars(context: Comparison, before: unknown, after: unknown, path: string, field: string): void {
  if (isSame(before, after, field, context.target) || isSameDuration(context, before, after, path)) return;
  if (isText(before) && isText(after) && (before.includes("\n") || after.includes("\n"))) {
    const { lines, moreLines } = textDifference(before, after);
    context.changes.push({ path, action: "changed", lines, ...(moreLines === 0 ? {} : { moreLines }) });
  } else context.changes.push({ path, action: "changed", before: shown(before), after: shown(after) });
}

const isText = (value: unknown): value is string => typeof value === "string" && !isSealed(value);

const QUANTITY =
  /^(?:(?:requests|limits)\.)?(?:cpu|cpus|memory|storage|ephemeral-storage|sizeLimit|size|shm_size|mem_limit|mem_reservation)$/;

/** `1` is `1000m` where amounts stand; in Compose a number is its text. */
function isSame(before: unknown, after: unknown, field: string, target: Target): boolean {
  const [old, now] = [scalarText(before), scalarText(after)];
  if (old === undefined || now === undefined) return false;
  if (target === "compose" && old === now) return true;
  if (!QUANTITY.test(field)) return false;
  const amount = target === "kubernetes" ? kubernetesQuantity : /^cpus?$/.test(field) ? composeCpu : composeBytes;
  const size = amount(old);
  return size !== undefined && size === amount(now);
}

/** Spans of time that cert-manager reads as Go does: `87600h` is `87600h0m0s`. */
function isSameDuration({ isCertManagers }: Comparison, before: unknown, after: unknown, path: string): boolean {
  if (!isCertManagers || !/^spec\.(?:duration|renewBefore)$/.test(path)) return false;
  const [old, now] = [textOf(before), textOf(after)];
  if (old === undefined || now === undefined) return false;
  const length = goDuration(old);
  return length !== undefined && length === goDuration(now);
}

function compareLists(
  context: Comparison,
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  field: string,
): void {
  const keys = memberKeys(field, before, after);
  if (keys !== undefined) compareNamed(context, members(before, keys[0]), members(after, keys[1]), path, field);
  else if (isSet(field)) compareSets(context, before, after, path);
  else compareSequences(context, before, after, path, field);
}

function members(list: readonly unknown[], keys: readonly string[]): ReadonlyMap<string, unknown> {
  return new Map(keys.map((key, index) => [key, list[index]]));
}

function compareNamed(
  context: Comparison,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  path: string,
  field: string,
): void {
  for (const key of new Set([...before.keys(), ...after.keys()]))
    compare(context, before.get(key), after.get(key), `${path}[${key}]`, "");
  if (!isOrdered(field)) return;
  const old = [...before.keys()].filter((key) => after.has(key)).join(", ");
  const now = [...after.keys()].filter((key) => before.has(key)).join(", ");
  if (old !== now) context.changes.push({ path, action: "moved", before: shown(old), after: shown(now) });
}

/** Members without names: those that only one side has. Where each side has one, they are taken for the same. */
function compareSets(context: Comparison, before: readonly unknown[], after: readonly unknown[], path: string): void {
  const counts = new Map<string, number>();
  for (const item of after) counts.set(canonical(item), (counts.get(canonical(item)) ?? 0) + 1);
  const take = (item: unknown): boolean => {
    const left = counts.get(canonical(item)) ?? 0;
    counts.set(canonical(item), left - 1);
    return left > 0;
  };
  const removed = before.filter((item) => !take(item));
  // What is left of the counts is what nobody had before.
  const added = after.filter((item) => take(item));
  const [old, now] = [removed[0], added[0]];
  if (removed.length === 1 && added.length === 1 && isObject(old) && isObject(now)) {
    compareObjects(context, old, now, `${path}[${after.indexOf(now)}]`);
    return;
  }
  for (const item of removed) context.changes.push({ path, action: "removed", before: shown(item) });
  for (const item of added) context.changes.push({ path, action: "added", after: shown(item) });
}

/** Members whose order counts. What was exchanged for as many others is compared one by one. */
function compareSequences(
  context: Comparison,
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  field: string,
): void {
  const parts = diffArrays([...before], [...after], {
    comparator: (old, now) => canonical(old) === canonical(now),
    maxEditLength: MOST_MOVES,
  });
  if (parts === undefined) {
    context.changes.push({ path, action: "changed", before: shown(before), after: shown(after) });
    return;
  }
  let index = 0;
  for (let position = 0; position < parts.length; position += 1) {
    const part = parts[position];
    if (part === undefined) continue;
    const next = parts[position + 1];
    if (part.removed && next?.added === true && next.value.length === part.value.length) {
      part.value.forEach((old, offset) =>
        compare(context, old, next.value[offset], `${path}[${index + offset}]`, field),
      );
      index += next.value.length;
      position += 1;
    } else if (part.removed) {
      for (const old of part.value)
        context.changes.push({ path: `${path}[${index}]`, action: "removed", before: shown(old) });
    } else {
      if (part.added)
        part.value.forEach((now, offset) =>
          context.changes.push({ path: `${path}[${index + offset}]`, action: "added", after: shown(now) }),
        );
      index += part.value.length;
    }
  }
}

/** The same text for values that mean the same: keys sorted, sets too. */
export function canonical(value: unknown, field = ""): string {
  if (Array.isArray(value)) {
    const items = (value as readonly unknown[]).map((item) => canonical(item));
    return `[${(isSet(field) ? items.sort() : items).join(",")}]`;
  }
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  const rows = Object.entries(value)
    .filter(([, item]) => item !== undefined && item !== null)
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item, key)}`);
  return `{${rows.sort().join(",")}}`;
}
