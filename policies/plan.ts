import { capacityOf, type QuotaUse, type ScopeCapacity, type Sums, type WorkloadCapacity } from "./capacity";
import { QUOTA_KEYS, type Facts, type QuotaKey, type VolumeFacts } from "./facts/facts";
import type { WorkloadFacts } from "./facts/workload";

/** What a workload takes at most, and how it comes about. */
export interface WorkloadPlan extends WorkloadCapacity {
  readonly kind: WorkloadFacts["kind"];
  readonly replicas: number;
  /** Copies that a rollout adds. */
  readonly surge: number;
}

/** What a component takes at most: its workloads, and its disks. */
export interface ComponentPlan {
  readonly component: string;
  readonly workloads: readonly WorkloadPlan[];
  readonly sums: Sums;
}

/** Parts of a sum, each of which is counted in it already. They overlap: a job may have sidecars. */
export interface PlanShares {
  /** What only a rollout takes. */
  readonly surge: Sums;
  /** Jobs, all at once. */
  readonly jobs: Sums;
  /** Programs beside the program: TLS sidecars, tunnels and what owns a network. */
  readonly sidecars: Sums;
}

/** A quota's countable: how much is used of it, and what is left. Less than nothing when it does not fit. */
export interface QuotaPlan extends QuotaUse {
  readonly left: number;
}

/** What a namespace or project takes at most, by component, against its quotas. */
export interface ScopePlan {
  readonly scope: string;
  readonly components: readonly ComponentPlan[];
  readonly sums: Sums;
  readonly shares: PlanShares;
  readonly quotas: readonly QuotaPlan[];
}

/**
 * Tells what the sums of the quota rules are made of: the same numbers, by component.
 *
 * @param componentOf the component that a workload or volume belongs to, by its path in the facts
 */
export function planOf(facts: Facts, componentOf: (path: string) => string): readonly ScopePlan[] {
  const workloads = new Map(facts.workloads.map((workload) => [workload.path, workload]));
  return capacityOf(facts).map((capacity) => scopePlan(capacity, workloads, facts.volumes, componentOf));
}

function scopePlan(
  { scope, workloads, sums, uses }: ScopeCapacity,
  known: ReadonlyMap<string, WorkloadFacts>,
  allVolumes: readonly VolumeFacts[],
  componentOf: (path: string) => string,
): ScopePlan {
  const volumes = allVolumes.filter((volume) => volume.scope === scope || volume.scope.startsWith(`${scope}/`));
  const groups = new Map<string, { workloads: WorkloadPlan[]; disks: Sums[] }>();
  const group = (path: string): { workloads: WorkloadPlan[]; disks: Sums[] } => {
    const component = componentOf(path);
    const found = groups.get(component) ?? { workloads: [], disks: [] };
    groups.set(component, found);
    return found;
  };
  const shares: { [Share in keyof PlanShares]: Sums[] } = { surge: [], jobs: [], sidecars: [] };
  for (const row of workloads) {
    const facts = known.get(row.path);
    if (facts === undefined) continue;
    const { kind, replicas, surge } = facts;
    group(row.path).workloads.push({ ...row, kind, replicas, surge });
    shares.surge.push(scaled(row.sums, row.copies === 0 ? 0 : surge / row.copies));
    if (!facts.isLongRunning) shares.jobs.push(row.sums);
    shares.sidecars.push(sidecarSums(facts, row.copies));
  }
  for (const volume of volumes) group(volume.path).disks.push(diskSums(volume));
  return {
    scope,
    components: [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([component, { workloads: own, disks }]) => ({
        component,
        workloads: own,
        sums: total([...own.map((workload) => workload.sums), ...disks]),
      })),
    sums,
    shares: { surge: total(shares.surge), jobs: total(shares.jobs), sidecars: total(shares.sidecars) },
    quotas: uses.map((use) => ({ ...use, left: use.hard - use.used })),
  };
}

function sidecarSums({ containers }: WorkloadFacts, copies: number): Sums {
  const beside = containers.filter(({ role }) => role !== "app" && role !== "init");
  const sum = (kind: "requests" | "limits", key: "cpu" | "memory"): number =>
    copies * beside.reduce((amount, { resources }) => amount + (resources[kind][key] ?? 0), 0);
  return {
    ...NOTHING,
    "requests.cpu": sum("requests", "cpu"),
    "limits.cpu": sum("limits", "cpu"),
    "requests.memory": sum("requests", "memory"),
    "limits.memory": sum("limits", "memory"),
  };
}

const diskSums = ({ size = 0, count }: VolumeFacts): Sums => ({
  ...NOTHING,
  "requests.storage": size * count,
  persistentvolumeclaims: count,
});

const NOTHING = Object.fromEntries(QUOTA_KEYS.map((key) => [key, 0])) as Sums;

function total(rows: readonly Sums[]): Sums {
  const sums: Record<QuotaKey, number> = { ...NOTHING };
  for (const row of rows) for (const key of QUOTA_KEYS) sums[key] += row[key];
  return sums;
}

function scaled(row: Sums, factor: number): Sums {
  return Object.fromEntries(QUOTA_KEYS.map((key) => [key, row[key] * factor])) as Sums;
}
