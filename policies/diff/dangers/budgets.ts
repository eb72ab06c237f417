import { amountText } from "../../capacity";
import { QUOTA_KEYS, type Facts, type LimitFacts, type QuotaKey } from "../../facts/facts";
import type { FoundDanger } from "../danger";
import type { Comparison } from "./pairs";

/** Ceilings that are raised, or gone: a change that brings its own room was judged by nobody. */
export function budgetDangers({ pair, plain }: Comparison): readonly FoundDanger[] {
  const scopes = new Set(pair.after.facts.scopes.map(({ name }) => name));
  const news = ceilingsOf(pair.after.facts, plain);
  const raised: FoundDanger[] = [];
  const gone = new Map<string, string[]>();
  for (const [key, old] of ceilingsOf(pair.before.facts, plain)) {
    // Where nothing may run any more there is nothing to limit.
    if (!scopes.has(old.scope)) continue;
    const [now, from] = [news.get(key), amountText(old.what, old.amount)];
    if (now === undefined) gone.set(old.path, [...(gone.get(old.path) ?? []), `${old.text} (${from})`]);
    else if (now.amount > old.amount)
      raised.push(
        budget(old.path, `the ceiling of ${old.text} is raised from ${from} to ${amountText(now.what, now.amount)}`),
      );
  }
  const removed = [...gone].map(([path, ceilings]) =>
    budget(path, `there is no ceiling any more of ${ceilings.join(", ")}`),
  );
  return [...raised, ...removed];
}

const budget = (path: string, message: string): FoundDanger => ({ kind: "budget", path, message });

/** The most of one thing, and where that stands. */
interface Ceiling {
  readonly scope: string;
  readonly path: string;
  readonly what: QuotaKey;
  readonly text: string;
  readonly amount: number;
}

function ceilingsOf({ scopes }: Facts, plain: Comparison["plain"]): ReadonlyMap<string, Ceiling> {
  const ceilings = scopes.flatMap(({ name: scope, quotas, limits }) => [
    ...quotas.flatMap(({ path, hard }) =>
      [...hard].map(([what, amount]) => ({ scope, path: plain(path), what, text: what, amount })),
    ),
    ...limits.flatMap(({ path, max }) => containerCeilings(scope, plain(path), max)),
  ]);
  return new Map(ceilings.map((ceiling) => [`${ceiling.path}|${ceiling.text}`, ceiling]));
}

/** What a single container may have at most. */
function containerCeilings(scope: string, path: string, max: LimitFacts["max"]): readonly Ceiling[] {
  return QUOTA_KEYS.flatMap((what) => {
    const amount = what === "limits.cpu" ? max.cpu : what === "limits.memory" ? max.memory : undefined;
    return amount === undefined ? [] : [{ scope, path, what, text: `a container's ${what}`, amount }];
  });
}
