import type { Target } from "../../constructs/model/target";
import type { ObjectChange } from "./change";
import { fieldChanges } from "./fields";
import type { Item } from "./item";

/** What differs between the named things of two sides. */
export interface ObjectComparison {
  /** Sorted by path. */
  readonly changes: readonly ObjectChange[];
  /** How many both sides have. */
  readonly common: number;
  /** How many differ in content hashes alone. */
  readonly hashesOnly: number;
}

/** Compares what has a name: by key, then field by field. */
export function compareItems(before: readonly Item[], after: readonly Item[], target: Target): ObjectComparison {
  const olds = new Map(before.map((item) => [item.key, item]));
  const news = new Map(after.map((item) => [item.key, item]));
  const changes: ObjectChange[] = [];
  let common = 0;
  let hashesOnly = 0;
  for (const [key, item] of olds) if (!news.has(key)) changes.push(whole("removed", item));
  for (const [key, item] of news) {
    const old = olds.get(key);
    if (old === undefined) {
      changes.push(whole("added", item));
      continue;
    }
    // Every project has a head, and many lists have the same names, whosever they are.
    if (item.kind !== "project" && item.kind !== "material") common += 1;
    const fields = compareBodies(old, item, target);
    if (fields.length > 0) {
      // A job of another name runs again.
      const action = item.kind === "Job" && old.name !== item.name ? "replaced" : "changed";
      changes.push({ action, kind: item.kind, path: item.path, fields });
    } else if (old.raw !== item.raw && old.hashes() !== item.hashes()) hashesOnly += 1;
  }
  return { changes: changes.sort((a, b) => order(a.path, b.path) || order(a.kind, b.kind)), common, hashesOnly };
}

function compareBodies(before: Item, after: Item, target: Target): ReturnType<typeof fieldChanges> {
  // A config's file is no part of what was parsed, so that equal documents may have other texts.
  if (target === "kubernetes" && (before.raw === after.raw || JSON.stringify(before.raw) === JSON.stringify(after.raw)))
    return [];
  return fieldChanges(before.body(), after.body(), target);
}

const whole = (action: "added" | "removed", { kind, path }: Item): ObjectChange => ({ action, kind, path, fields: [] });

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
