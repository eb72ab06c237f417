import { amountText, capacityOf } from "./capacity";
import type { Facts, QuotaKey } from "./facts/facts";
import { inObject } from "./place";
import type { Draft } from "./rule";

/** How many of the workloads that take the most a message names. */
const NAMED = 3;

/** Quotas that what is declared does not fit in, and amounts that are none. */
export function overuse(facts: Facts, keys: readonly QuotaKey[], spellings: readonly string[]): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const { uses, workloads } of capacityOf(facts)) {
    for (const { quota, key, used, hard, fits } of uses) {
      if (fits || !keys.includes(key)) continue;
      const most = [...workloads]
        .filter(({ sums }) => sums[key] > 0)
        .sort((a, b) => b.sums[key] - a.sums[key])
        .slice(0, NAMED)
        .map(({ path, sums }) => `${path} ${amountText(key, sums[key])}`);
      drafts.push({
        object: quota.path,
        path: `${quota.path}:${key}`,
        message:
          `${key} adds up to ${amountText(key, used)}, the quota is ${amountText(key, hard)}` +
          (most.length === 0 ? "" : `; the most is taken by ${most.join(", ")}`),
        value: amountText(key, used),
      });
    }
  }
  for (const { quotas } of facts.scopes) {
    for (const quota of quotas) {
      const broken = quota.unreadable.filter((name) => spellings.includes(name));
      for (const name of broken)
        drafts.push({ ...inObject(quota.path), path: `${quota.path}:${name}`, message: `${name} is no amount` });
    }
  }
  return drafts;
}
