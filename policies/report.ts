import type { Target } from "../constructs/model/target";
import type { EdgeStatus } from "./facts/edge";
import type { UnreadFact } from "./facts/facts";
import type { Finding, Level, RuleSeverity } from "./rule";

/** What was found, and what was looked at. */
export interface Report {
  readonly target: Target;
  /** The worst first, then by code and path. */
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Record<Level, number>> & Readonly<Record<RuleSeverity, number>>;
  /** Codes of the rules that found nothing. */
  readonly passed: readonly string[];
  /** Codes of the rules that were switched off, or that say nothing about this target. */
  readonly skipped: readonly string[];
  /** How many edges there are of each kind. */
  readonly edges: Readonly<Record<EdgeStatus, number>>;
  /** What was not read: no finding about it means nothing. */
  readonly unread: readonly UnreadFact[];
}
