import { checkFacts } from "../check";
import type { Facts } from "../facts/facts";
import { SEVERITIES, type Finding, type Level, type RuleSeverity } from "../rule";
import type { PolicySettings } from "../settings";

/** What a change does to the findings of the rules. */
export interface FindingChanges {
  /** The worst first. */
  readonly new: readonly Finding[];
  readonly fixed: readonly Finding[];
  /** Findings of both states. */
  readonly kept: number;
  /** The rules that both states break, the worst first. */
  readonly remaining: readonly RemainingFindings[];
  /** How many of each severity are new, fixed and in both states. */
  readonly bySeverity: Readonly<Record<"new" | "fixed" | "remaining", Readonly<Record<RuleSeverity, number>>>>;
  /** Rules that were held against the later state. */
  readonly rules: number;
}

/** What one rule finds in both states. */
export interface RemainingFindings {
  readonly code: string;
  readonly severity: RuleSeverity;
  readonly level: Level;
  readonly count: number;
}

/**
 * Holds the rules against both states.
 *
 * @param plain takes content hashes out of a text
 * @throws AshlarError when a setting is wrong
 */
export function findingChanges(
  before: Facts,
  after: Facts,
  plain: (text: string) => string,
  config: PolicySettings = {},
): FindingChanges {
  const [old, now] = [checkFacts(before, { config }), checkFacts(after, { config })];
  const keyOf = ({ code, path, message }: Finding): string => plain(`${code}|${path}|${message}`);
  const [olds, news] = [old, now].map(({ findings }) => new Set(findings.map(keyOf)));
  const fresh = now.findings.filter((finding) => olds?.has(keyOf(finding)) !== true);
  const fixed = old.findings.filter((finding) => news?.has(keyOf(finding)) !== true);
  const kept = now.findings.filter((finding) => olds?.has(keyOf(finding)) === true);
  return {
    new: fresh,
    fixed,
    kept: kept.length,
    remaining: remainingOf(kept),
    bySeverity: { new: severitiesOf(fresh), fixed: severitiesOf(fixed), remaining: severitiesOf(kept) },
    rules: now.passed.length + new Set(now.findings.map(({ code }) => code)).size,
  };
}

function severitiesOf(findings: readonly Finding[]): Readonly<Record<RuleSeverity, number>> {
  const counts: Record<RuleSeverity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** A rule may find one thing worse than another, so that it stands in the list once for each. */
function remainingOf(findings: readonly Finding[]): readonly RemainingFindings[] {
  const groups = new Map<string, RemainingFindings>();
  for (const { code, severity, level } of findings) {
    const key = `${SEVERITIES.indexOf(severity)}|${code}|${level}`;
    groups.set(key, { code, severity, level, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
