import { Cpu, Size } from "../constructs/model/units";
import type { ContainerFacts } from "./facts/container";
import {
  QUOTA_KEYS,
  type Facts,
  type LimitFacts,
  type QuotaCondition,
  type QuotaFacts,
  type QuotaKey,
  type ScopeFacts,
  type VolumeFacts,
} from "./facts/facts";
import type { WorkloadFacts } from "./facts/workload";

/** Sums of a workload or a scope: millicores, bytes and counts. */
export type Sums = Readonly<Record<QuotaKey, number>>;

/** What a workload takes at most: replicas and surge, with everything beside the program. */
export interface WorkloadCapacity {
  readonly path: string;
  /** Pods, or groups of services, at once. */
  readonly copies: number;
  readonly sums: Sums;
}

/** A quota's countable, and what of it is used. */
export interface QuotaUse {
  readonly quota: QuotaFacts;
  readonly key: QuotaKey;
  readonly used: number;
  readonly hard: number;
  readonly fits: boolean;
}

/** What a namespace or project takes, against what it may. */
export interface ScopeCapacity {
  readonly scope: string;
  readonly workloads: readonly WorkloadCapacity[];
  readonly sums: Sums;
  readonly uses: readonly QuotaUse[];
}

const known = new WeakMap<Facts, readonly ScopeCapacity[]>();

/**
 * What every scope takes, when everything runs at once: long-running workloads in all their replicas, those that a
 * rollout adds, and every job. Counted once for the same facts.
 */
export function capacityOf(facts: Facts): readonly ScopeCapacity[] {
  const counted = known.get(facts) ?? countScopes(facts);
  known.set(facts, counted);
  return counted;
}

function countScopes(facts: Facts): readonly ScopeCapacity[] {
  const workloads = byScope(facts.workloads);
  const volumes = byScope(facts.volumes);
  return facts.scopes.map((scope) =>
    scopeCapacity(scope, workloads.get(scope.name) ?? [], volumes.get(scope.name) ?? []),
  );
}

/** Everything of a scope and of the scopes below it. */
function byScope<Item extends { readonly scope: string }>(
  items: readonly Item[],
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    for (const name of scopesAround(item.scope)) {
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [item]);
      else group.push(item);
    }
  }
  return groups;
}

/** A scope and those that it stands in, the outermost first: `a`, `a/b`. */
export function scopesAround(scope: string): readonly string[] {
  if (!scope.includes("/")) return [scope];
  return scope.split("/").map((_, index, segments) => segments.slice(0, index + 1).join("/"));
}

function scopeCapacity(
  scope: ScopeFacts,
  workloads: readonly WorkloadFacts[],
  volumes: readonly VolumeFacts[],
): ScopeCapacity {
  const rows = workloads.map((workload) => ({ workload, row: workloadCapacity(workload, scope.limits) }));
  const disks = diskSums(volumes);
  return {
    scope: scope.name,
    workloads: rows.map(({ row }) => row),
    sums: total([disks, ...rows.map(({ row }) => row.sums)]),
    uses: scope.quotas.flatMap((quota) => {
      const counted = rows.filter(({ workload }) => quota.conditions.every((it) => applies(it, workload)));
      // A quota with conditions counts pods alone.
      const used = total([...(quota.conditions.length === 0 ? [disks] : []), ...counted.map(({ row }) => row.sums)]);
      return [...quota.hard].map(([key, hard]) => ({ quota, key, hard, used: used[key], fits: used[key] <= hard }));
    }),
  };
}

function workloadCapacity(workload: WorkloadFacts, limits: readonly LimitFacts[]): WorkloadCapacity {
  const copies = workload.replicas + workload.surge;
  const take = (amount: (container: ContainerFacts) => number): number => copies * ofCopy(workload, amount);
  const pick = (kind: "requests" | "limits", key: "cpu" | "memory") => (container: ContainerFacts) =>
    container.resources[kind][key] ??
    limits.map((it) => (kind === "limits" ? it.defaultLimit : it.defaultRequest)[key]).find((it) => it !== undefined) ??
    0;
  return {
    path: workload.path,
    copies,
    sums: {
      ...NOTHING,
      "requests.cpu": take(pick("requests", "cpu")),
      "limits.cpu": take(pick("limits", "cpu")),
      "requests.memory": take(pick("requests", "memory")),
      "limits.memory": take(pick("limits", "memory")),
      pods: copies,
    },
  };
}

/**
 * One copy takes what runs side by side, or what one container before them takes together with the sidecars that have
 * been started by then, whichever is more. Kubernetes counts a pod in the same way.
 */
function ofCopy(workload: WorkloadFacts, amount: (container: ContainerFacts) => number): number {
  let sidecars = 0;
  let programs = 0;
  let peak = 0;
  for (const container of workload.containers) {
    const taken = amount(container);
    if (container.role === "init") peak = Math.max(peak, sidecars + taken);
    else if (container.role === "app") programs += taken;
    else sidecars += taken;
  }
  return Math.max(peak, sidecars + programs);
}

const NOTHING: Sums = {
  "requests.cpu": 0,
  "limits.cpu": 0,
  "requests.memory": 0,
  "limits.memory": 0,
  "requests.storage": 0,
  pods: 0,
  persistentvolumeclaims: 0,
};

function diskSums(volumes: readonly VolumeFacts[]): Sums {
  let bytes = 0;
  let count = 0;
  for (const volume of volumes) {
    bytes += (volume.size ?? 0) * volume.count;
    count += volume.count;
  }
  return { ...NOTHING, "requests.storage": bytes, persistentvolumeclaims: count };
}

function total(rows: readonly Sums[]): Sums {
  const sums: Record<QuotaKey, number> = { ...NOTHING };
  for (const row of rows) for (const key of QUOTA_KEYS) sums[key] += row[key];
  return sums;
}

function applies(condition: QuotaCondition, workload: WorkloadFacts): boolean {
  switch (condition.on) {
    case "deadline":
      return workload.hasDeadline === (condition.operator === "is");
    case "best-effort":
      return isBestEffort(workload) === (condition.operator === "is");
    case "priority-class": {
      const name = workload.priorityClass;
      if (condition.operator === "in") return name !== undefined && condition.values.includes(name);
      if (condition.operator === "not-in") return name === undefined || !condition.values.includes(name);
      return (name !== undefined) === (condition.operator === "is");
    }
    default:
      return condition.on satisfies never;
  }
}

function isBestEffort(workload: WorkloadFacts): boolean {
  return workload.containers.every(({ resources: { requests, limits } }) =>
    [requests.cpu, requests.memory, limits.cpu, limits.memory].every((amount) => amount === undefined),
  );
}

/** An amount in the unit of its countable, as people write it. */
export function amountText(key: QuotaKey, amount: number): string {
  if (key.endsWith(".cpu")) return Cpu.millicores(amount).toString();
  return key.endsWith(".memory") || key.endsWith(".storage") ? Size.bytes(amount).toString() : String(amount);
}
