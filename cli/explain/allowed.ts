import { ID, ID_LIMITS } from "../../constructs/model/names";
import { SUPPORT } from "../../constructs/model/support";
import { STACK_NAMES } from "../../stacks/registry";

const list = (items: readonly string[]): string => items.join(" | ");

/** What is allowed in place of what a code refuses, where that does not depend on the case. */
const ALLOWED: Readonly<Record<string, () => string>> = {
  "ASH-INPUT-007": () => list([...STACK_NAMES, "a module's path"]),
  "ASH-UNIT-001": () => "cores (0.5, 2) or millicores (500m)",
  "ASH-UNIT-002": () => "a whole number of bytes, or with one of Ki, Mi, Gi, Ti, Pi, k, M, G, T, P",
  "ASH-UNIT-003": () => "a whole number with one of ms, s, m, h, d",
  "ASH-UNIT-004": () => "five fields of numbers, names, lists, ranges and steps, for example */15 6-22 * * mon-fri",
  "ASH-NAME-001": () => ID.source,
  "ASH-NAME-002": () =>
    Object.entries(ID_LIMITS)
      .map(([what, most]) => `${what}: ${most} characters`)
      .join(", "),
  "ASH-TARGET-002": () =>
    `allowLoss takes: ${list(
      Object.entries(SUPPORT)
        .filter(([, row]) => row.compose.level === "unsupported" || row.kubernetes.level === "unsupported")
        .map(([field]) => field),
    )}`,
  "ASH-RULE-001": () => "the codes of docs/reference/rules.md",
};

/** The allowed values as a part of an explanation; nothing when they depend on the case. */
export function allowedBy(code: string): { readonly allowed?: string } {
  const allowed = ALLOWED[code]?.();
  return allowed === undefined ? {} : { allowed };
}
