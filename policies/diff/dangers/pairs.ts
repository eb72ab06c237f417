import type { KubernetesObject } from "../../facts/kubernetes/object";
import type { WorkloadFacts } from "../../facts/workload";
import type { SidePair } from "../artifact";

/** Two states, and what stands on each side of them. */
export interface Comparison {
  readonly pair: SidePair;
  /** A path or a message without content hashes. */
  readonly plain: (text: string) => string;
  /** Kubernetes objects that are not the very same on both sides. */
  readonly objects: readonly ObjectPair[];
  /** Workloads that both sides have, changed or not. */
  readonly workloads: readonly WorkloadPair[];
  /** Workloads that only the earlier side has. */
  readonly removed: readonly WorkloadFacts[];
  /** Every object of either side. */
  readonly all: { readonly before: readonly KubernetesObject[]; readonly after: readonly KubernetesObject[] };
}

/** An object's two states; one is undefined where it was added or removed. */
export interface ObjectPair {
  readonly path: string;
  readonly before: KubernetesObject | undefined;
  readonly after: KubernetesObject | undefined;
}

/** A workload's two states. */
export interface WorkloadPair {
  readonly before: WorkloadFacts;
  readonly after: WorkloadFacts;
}

/** Puts together what is the same thing on both sides. */
export function compared(pair: SidePair, all: Comparison["all"], plain: Comparison["plain"]): Comparison {
  const olds = new Map(pair.before.facts.workloads.map((workload) => [plain(workload.path), workload]));
  const workloads: WorkloadPair[] = [];
  for (const after of pair.after.facts.workloads) {
    const path = plain(after.path);
    const before = olds.get(path);
    if (before !== undefined) workloads.push({ before, after });
    olds.delete(path);
  }
  return { pair, plain, all, objects: objectPairs(all, plain), workloads, removed: [...olds.values()] };
}

function objectPairs({ before, after }: Comparison["all"], plain: Comparison["plain"]): readonly ObjectPair[] {
  const keyOf = (object: KubernetesObject): string => `${object.group}/${plain(object.path)}`;
  const olds = new Map(before.map((object) => [keyOf(object), object]));
  const pairs: ObjectPair[] = [];
  for (const object of after) {
    const key = keyOf(object);
    const old = olds.get(key);
    olds.delete(key);
    if (old?.body !== object.body) pairs.push({ path: plain(object.path), before: old, after: object });
  }
  for (const object of olds.values()) pairs.push({ path: plain(object.path), before: object, after: undefined });
  return pairs;
}
