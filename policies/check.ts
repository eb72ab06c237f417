import type { EdgeStatus } from "./facts/edge";
import type { Facts } from "./facts/facts";
import { RULES } from "./registry";
import type { Report } from "./report";
import { SEVERITIES, type Draft, type Finding, type Rule } from "./rule";
import { readSettings, type PolicySettings, type SetRule } from "./settings";

/** What to hold facts against. */
export interface CheckOptions {
  /** @default every rule of the library */
  readonly rules?: readonly Rule[];
  /** @default every rule as it is declared */
  readonly config?: PolicySettings;
}

/**
 * Holds facts against rules.
 *
 * @throws AshlarError when a setting is wrong
 */
export function checkFacts(facts: Facts, { rules = RULES, config = {} }: CheckOptions = {}): Report {
  const findings: Finding[] = [];
  const passed: string[] = [];
  const skipped: string[] = [];
  for (const set of readSettings(rules, config)) {
    if (set.level === "off" || !set.rule.targets.includes(facts.target)) {
      skipped.push(set.rule.code);
      continue;
    }
    const drafts = set.rule.check(facts, set.config);
    if (drafts.length === 0) passed.push(set.rule.code);
    for (const draft of drafts) findings.push(finish(draft, set));
  }
  findings.sort(compare);
  return {
    target: facts.target,
    findings,
    counts: countsOf(findings),
    passed: passed.sort(),
    skipped: skipped.sort(),
    edges: edgesOf(facts),
    unread: facts.unread,
  };
}

function finish({ object, path, message, value, level, cure }: Draft, { rule, level: set }: SetRule): Finding {
  return {
    code: rule.code,
    severity: rule.severity,
    // What a user sets goes before what a rule thinks of a single case.
    level: set === undefined || set === "off" ? (level ?? rule.level) : set,
    object,
    path,
    message,
    ...(value === undefined ? {} : { value }),
    cure: cure ?? rule.cure,
  };
}

function compare(a: Finding, b: Finding): number {
  const byLevel = Number(a.level === "advisory") - Number(b.level === "advisory");
  const bySeverity = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  return byLevel || bySeverity || order(a.code, b.code) || order(a.path, b.path) || order(a.message, b.message);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function countsOf(findings: readonly Finding[]): Report["counts"] {
  const counts = { mandatory: 0, advisory: 0, critical: 0, high: 0, medium: 0, low: 0 };
  for (const { level, severity } of findings) {
    counts[level] += 1;
    counts[severity] += 1;
  }
  return counts;
}

function edgesOf(facts: Facts): Report["edges"] {
  const edges: Record<EdgeStatus, number> = { proven: 0, "ca-only": 0, "server-only": 0, plain: 0, unproven: 0 };
  for (const { status } of facts.edges) edges[status] += 1;
  return edges;
}
