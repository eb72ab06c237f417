import type { WorkloadFacts } from "../workload";
import type { KubernetesObject } from "./object";
import { isEmptySelector, matches, readSelector, selectorText, type Selector } from "./selector";

/** Pods that a selector finds, by their place in the list of workloads, and what to call them. */
export interface Selection {
  readonly members: ReadonlySet<number>;
  readonly who: string;
}

/** Finds pods by namespace and label without looking at all of them. */
export class PodIndex {
  readonly #workloads: readonly WorkloadFacts[];
  readonly #namespaces: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly #byNamespace = new Map<string, number[]>();
  readonly #byLabel = new Map<string, number[]>();
  readonly #selections = new Map<string, Selection>();

  public constructor(workloads: readonly WorkloadFacts[], objects: readonly KubernetesObject[]) {
    this.#workloads = workloads;
    const namespaces = new Map<string, Map<string, string>>();
    const add = (name: string, labels: Iterable<readonly [string, string]>): void => {
      // Every namespace carries its name as a label; the API server sees to it.
      namespaces.set(name, new Map([...labels, ["kubernetes.io/metadata.name", name]]));
    };
    workloads.forEach((workload, position) => {
      if (!namespaces.has(workload.scope)) add(workload.scope, []);
      append(this.#byNamespace, workload.scope, position);
      for (const [key, value] of workload.labels) append(this.#byLabel, labelKey(workload.scope, key, value), position);
    });
    for (const { kind, name, labels } of objects) if (kind === "Namespace") add(name, labels);
    this.#namespaces = namespaces;
  }

  /** The pods of one namespace that fit a `podSelector`. */
  public pods(podSelector: unknown, namespace: string): Selection {
    return this.#select(`=${namespace}`, [namespace], podSelector, `of ${namespace}`);
  }

  /** The pods that a network policy's peer means. */
  public peer(namespaceSelector: unknown, podSelector: unknown, namespace: string): Selection {
    if (namespaceSelector === undefined || namespaceSelector === null) return this.pods(podSelector, namespace);
    const selector = readSelector(namespaceSelector);
    const names = [...this.#namespaces].filter(([, labels]) => matches(selector, labels)).map(([name]) => name);
    const where = isEmptySelector(selector) ? "of every namespace" : `of namespaces with ${namespaceText(selector)}`;
    return this.#select(JSON.stringify(namespaceSelector), names, podSelector, where);
  }

  #select(scopeKey: string, namespaces: readonly string[], podSelector: unknown, where: string): Selection {
    const key = `${scopeKey}|${JSON.stringify(podSelector ?? {})}`;
    const known = this.#selections.get(key);
    if (known !== undefined) return known;
    const selector = readSelector(podSelector);
    const members = new Set<number>();
    for (const namespace of namespaces) {
      for (const position of this.#candidates(selector, namespace)) {
        const workload = this.#workloads[position];
        if (workload !== undefined && matches(selector, workload.labels)) members.add(position);
      }
    }
    const selection = { members, who: `${selectorText(selector)} ${where}` };
    this.#selections.set(key, selection);
    return selection;
  }

  /** The shortest list that holds every pod which can fit: that of its rarest label. */
  #candidates(selector: Selector, namespace: string): readonly number[] {
    let best: readonly number[] = this.#byNamespace.get(namespace) ?? [];
    for (const [key, value] of selector.labels) {
      const labelled = this.#byLabel.get(labelKey(namespace, key, value)) ?? [];
      if (labelled.length < best.length) best = labelled;
    }
    return best;
  }
}

const labelKey = (namespace: string, key: string, value: string): string => `${namespace}|${key}=${value}`;

function append(map: Map<string, number[]>, key: string, position: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [position]);
  else list.push(position);
}

function namespaceText(selector: Selector): string {
  return selectorText(selector).replace(/^pods with /, "");
}
