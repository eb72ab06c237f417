import { amountText, capacityOf, type ScopeCapacity } from "../capacity";
import { QUOTA_KEYS, type Facts, type QuotaKey } from "../facts/facts";

/** What a scope takes of one thing, before and after. */
export interface CapacityChange {
  /** Namespace, or Compose project. */
  readonly scope: string;
  readonly what: QuotaKey;
  readonly before: string;
  readonly after: string;
  /** With its sign. */
  readonly delta: string;
  /** The lowest ceiling after the change; absent where there is none. */
  readonly budget?: string;
  /** Whether it fits under every ceiling. */
  readonly fits: boolean;
}

/** Sums and ceilings that differ, scope by scope. */
export function capacityChanges(before: Facts, after: Facts): readonly CapacityChange[] {
  const [olds, news] = [before, after].map(
    (facts) => new Map(capacityOf(facts).map((capacity) => [capacity.scope, capacity])),
  );
  return [...new Set([...(olds?.keys() ?? []), ...(news?.keys() ?? [])])].sort().flatMap((scope) => {
    const [old, now] = [olds?.get(scope), news?.get(scope)];
    return QUOTA_KEYS.flatMap((what) => {
      const [from, to] = [old?.sums[what] ?? 0, now?.sums[what] ?? 0];
      const [formerBudget, budget] = [budgetOf(old, what), budgetOf(now, what)];
      if (from === to && formerBudget === budget) return [];
      return [
        {
          scope,
          what,
          before: amountText(what, from),
          after: amountText(what, to),
          delta: `${to < from ? "-" : "+"}${amountText(what, Math.abs(to - from))}`,
          ...(budget === undefined ? {} : { budget: amountText(what, budget) }),
          fits: (now?.uses ?? []).every((use) => use.key !== what || use.fits),
        },
      ];
    });
  });
}

function budgetOf(capacity: ScopeCapacity | undefined, what: QuotaKey): number | undefined {
  const ceilings = (capacity?.uses ?? []).filter(({ key }) => key === what).map(({ hard }) => hard);
  return ceilings.length === 0 ? undefined : Math.min(...ceilings);
}
