import { checkFacts } from "../check";
import type { Facts } from "../facts/facts";
import type { Finding } from "../rule";
import type { PolicySettings } from "../settings";

/** What a change does to the findings of the rules. */
export interface FindingChanges {
  /** The worst first. */
  readonly new: readonly Finding[];
  readonly fixed: readonly Finding[];
  /** Findings of both states. */
  readonly kept: number;
  /** Rules that were held against the later state. */
  readonly rules: number;
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
  return {
    new: fresh,
    fixed: old.findings.filter((finding) => news?.has(keyOf(finding)) !== true),
    kept: now.findings.length - fresh.length,
    rules: now.passed.length + new Set(now.findings.map(({ code }) => code)).size,
  };
}
