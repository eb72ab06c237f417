import { z } from "zod";
import { Diagnostics } from "../constructs/model/diagnostics";
import { issuesToDiagnostics } from "../constructs/model/spec";
import type { Level, Rule } from "./rule";

/** How a user sets one rule: its level, `off`, and whatever its own schema knows. */
export interface RuleSettings {
  readonly level?: Level | "off";
  readonly [setting: string]: unknown;
}

/** Settings of rules by code. */
export type PolicySettings = Readonly<Record<string, RuleSettings>>;

/** A rule with its settings. */
export interface SetRule {
  readonly rule: Rule;
  /** `undefined`: the rule's own, and that of each finding. */
  readonly level: Level | "off" | undefined;
  readonly config: unknown;
}

const levelSchema = z.enum(["mandatory", "advisory", "off"]).optional();

const schemas = new WeakMap<Rule, z.ZodObject>();

/** What a rule's own schema knows, and the level. Built once: making a schema takes longer than using it. */
function schemaOf(rule: Rule): z.ZodObject {
  const schema = schemas.get(rule) ?? rule.config.extend({ level: levelSchema });
  schemas.set(rule, schema);
  return schema;
}

const defaults = new WeakMap<Rule, unknown>();

/** A rule's settings when nobody sets any. */
function defaultsOf(rule: Rule): unknown {
  const known = defaults.get(rule) ?? Object.freeze(rule.config.parse({}));
  defaults.set(rule, known);
  return known;
}

/**
 * Holds every setting against the schema of its rule.
 *
 * @throws AshlarError with every setting that is wrong: an unknown rule, an unknown key, a wrong value
 */
export function readSettings(rules: readonly Rule[], settings: PolicySettings): readonly SetRule[] {
  const problems = new Diagnostics();
  const known = new Set(rules.map(({ code }) => code));
  for (const code of Object.keys(settings)) {
    if (known.has(code)) continue;
    problems.add("ASH-RULE-001", {
      path: `policies.${code}`,
      message: `there is no rule ${JSON.stringify(code)}`,
      allowed: nearest(code, known),
    });
  }
  const read = rules.map((rule) => {
    if (!Object.hasOwn(settings, rule.code)) return { rule, level: undefined, config: defaultsOf(rule) };
    const given: unknown = settings[rule.code];
    const result = schemaOf(rule).safeParse(given, { reportInput: true });
    if (result.success) {
      const { level, ...config } = result.data;
      return { rule, level: level as SetRule["level"], config };
    }
    problems.addAll(issuesToDiagnostics(`policies.${rule.code}`, result.error.issues, given));
    return { rule, level: undefined, config: undefined };
  });
  problems.throwIfErrors();
  return read;
}

/** The codes of the same set, or the sets when there is none such. */
function nearest(code: string, known: ReadonlySet<string>): string {
  const set = code.split("-")[0]?.toUpperCase() ?? "";
  const same = [...known].filter((candidate) => candidate.startsWith(`${set}-`));
  return same.length > 0
    ? same.join(" | ")
    : [...new Set([...known].map((it) => `${it.split("-")[0] ?? ""}-…`))].join(" | ");
}
