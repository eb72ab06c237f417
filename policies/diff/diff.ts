import type { Target } from "../../constructs/model/target";
import type { UnreadFact } from "../facts/facts";
import type { KubernetesObject } from "../facts/kubernetes/object";
import type { PolicySettings } from "../settings";
import type { SidePair } from "./artifact";
import { capacityChanges, type CapacityChange } from "./capacity-change";
import type { ObjectAction, ObjectChange } from "./change";
import { composeItems, hashedConfigs } from "./compose-items";
import type { Danger } from "./danger";
import { dangersOf } from "./dangers";
import { compared } from "./dangers/pairs";
import { findingChanges, type FindingChanges } from "./finding-change";
import { hashedNames } from "./hashed-names";
import type { Item } from "./item";
import { hashedObjects, kubernetesItems, kubernetesObjects } from "./kubernetes-items";
import { materialItems } from "./material-items";
import { compareItems } from "./objects";

/** What differs between two states, by what it means. */
export interface Difference {
  readonly target: Target;
  readonly counts: Readonly<Record<ObjectAction, number>>;
  /** How many objects both states have, changed or not. */
  readonly common: number;
  /** How many objects differ in content hashes alone, and are told nowhere else. */
  readonly hashesOnly: number;
  /** What a reviewer must have seen, the worst first. */
  readonly dangers: readonly Danger[];
  readonly findings: FindingChanges;
  readonly capacity: readonly CapacityChange[];
  /** Sorted by path. */
  readonly objects: readonly ObjectChange[];
  /** What of the later state was not read, so that nothing is known about it. */
  readonly unread: readonly UnreadFact[];
}

/**
 * Compares two states of one target: pure, and without a secret in what it says.
 *
 * @param config settings of rules
 * @throws AshlarError when a setting is wrong
 */
export function difference(pair: SidePair, config: PolicySettings = {}): Difference {
  const { items, objects, plain } = opened(pair);
  const { changes, common, hashesOnly } = compareItems(
    [...items.before, ...materialItems(pair.before.material)],
    [...items.after, ...materialItems(pair.after.material)],
    pair.target,
  );
  const { dangers, replaced } = dangersOf(compared(pair, objects, plain));
  const told = changes.map((change) =>
    change.action === "changed" && replaced.has(change.path) ? { ...change, action: "replaced" as const } : change,
  );
  return {
    target: pair.target,
    counts: countsOf(told),
    common,
    hashesOnly,
    dangers,
    findings: findingChanges(pair.before.facts, pair.after.facts, plain, config),
    capacity: capacityChanges(pair.before.facts, pair.after.facts),
    objects: told,
    unread: pair.after.facts.unread,
  };
}

interface Opened {
  readonly items: { readonly before: readonly Item[]; readonly after: readonly Item[] };
  readonly objects: { readonly before: readonly KubernetesObject[]; readonly after: readonly KubernetesObject[] };
  readonly plain: (text: string) => string;
}

function opened(pair: SidePair): Opened {
  switch (pair.target) {
    case "kubernetes": {
      const objects = { before: kubernetesObjects(pair.before), after: kubernetesObjects(pair.after) };
      const renamed = hashedNames(hashedObjects(objects.before), hashedObjects(objects.after));
      const items = {
        before: kubernetesItems(objects.before, renamed),
        after: kubernetesItems(objects.after, renamed),
      };
      return { items, objects, plain: plainWith(renamed) };
    }
    case "compose": {
      const renamed = hashedNames(hashedConfigs(pair.before), hashedConfigs(pair.after));
      const items = { before: composeItems(pair.before, renamed), after: composeItems(pair.after, renamed) };
      return { items, objects: { before: [], after: [] }, plain: plainWith(renamed) };
    }
    default:
      return pair satisfies never;
  }
}

const plainWith =
  (renamed: ReadonlyMap<string, string>) =>
  (text: string): string =>
    renamed.size === 0 ? text : text.replace(/[\w.-]+/g, (word) => renamed.get(word) ?? word);

function countsOf(changes: readonly ObjectChange[]): Difference["counts"] {
  const counts: Record<ObjectAction, number> = { added: 0, removed: 0, changed: 0, replaced: 0 };
  for (const { action } of changes) counts[action] += 1;
  return counts;
}
