import type { z } from "zod";
import type { Target } from "../constructs/model/target";
import type { Facts } from "./facts/facts";

/** How much harm a broken rule does, the most first. */
export const SEVERITIES = ["critical", "high", "medium", "low"] as const;

/** How much harm a broken rule does. */
export type RuleSeverity = (typeof SEVERITIES)[number];

/** `mandatory`: a finding stops the change. `advisory`: it is told. */
export type Level = "mandatory" | "advisory";

/** Where a rule found something. */
export interface Place {
  /** The object or service that has to change. */
  readonly object: string;
  /** The object, the container and the field, as the artifact writes them. */
  readonly path: string;
}

/** What a rule says about one place; the rest of a finding comes from the rule. */
export interface Draft extends Place {
  /** What is wrong, lower case, without a full stop. Never a value that may be secret. */
  readonly message: string;
  /** The value that was found. Never one that may be secret. */
  readonly value?: string;
  /** Where it differs from the rule's own. */
  readonly level?: Level;
  /** Where it differs from the rule's own. */
  readonly cure?: string;
}

/** Something that an artifact breaks. */
export interface Finding extends Place {
  readonly code: string;
  readonly severity: RuleSeverity;
  readonly level: Level;
  readonly message: string;
  readonly value?: string;
  readonly cure: string;
}

/** What everybody may know of a rule: its page in the reference is made of it. */
export interface RuleFacts {
  /** Stable, for example `BASE-001`. The rule's file has the same name. */
  readonly code: string;
  /** What holds when nothing is broken. */
  readonly title: string;
  readonly severity: RuleSeverity;
  readonly level: Level;
  readonly targets: readonly Target[];
  /**
   * `workload`: the object that makes the pods is enough to judge it. `platform`: it needs others too, such as policies,
   * configuration or accounts.
   */
  readonly sees: "workload" | "platform";
  readonly why: string;
  readonly cure: string;
  /** Where the rule comes from, or who asks for the same. */
  readonly reference: string;
}

/** One rule: pure, and for every target that it names. */
export interface Rule extends RuleFacts {
  /** Its settings; every one of them has a default. */
  readonly config: z.ZodObject;
  /** @param config what {@link config} made of the user's settings */
  check(facts: Facts, config: unknown): readonly Draft[];
}

/** A rule as its file writes it, with its settings typed. */
export interface RuleDefinition<Config extends z.ZodObject> extends RuleFacts {
  readonly config: Config;
  check(facts: Facts, config: z.output<Config>): readonly Draft[];
}

/** Declares a rule. */
export function defineRule<Config extends z.ZodObject>(definition: RuleDefinition<Config>): Rule {
  return { ...definition, check: (facts, config) => definition.check(facts, config as z.output<Config>) };
}
