import { AshlarError } from "../../constructs/model/diagnostics";
import type { Level } from "../rule";
import { readSettings, type RuleSettings, type SetRule } from "../settings";
import { packWith, policyNameOf, type Pack } from "./pack";

/** How far a finding of a policy goes, as the engine calls it. */
type EnforcementLevel = "mandatory" | "advisory" | "remediate" | "disabled";

/** What a pack was given for one policy: by the user, or by the policy itself where the user gave nothing. */
export interface PolicySetting {
  readonly level: EnforcementLevel;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A rule that is on, with its settings. */
export interface ActiveRule extends SetRule {
  readonly policy: string;
  /** The most that its findings may be; `undefined`: as the rule and each finding say. */
  readonly level: Level | undefined;
}

/** How a pack is set. */
export interface Configuration {
  /** Rules that one object is enough for. */
  readonly objects: readonly ActiveRule[];
  /** Rules that need all objects. */
  readonly platform: readonly ActiveRule[];
}

/** The engine's name for every policy of a pack. It has applied it already, and sends it all the same. */
const ALL = "all";

/**
 * Reads what a pack was given. What is not given is as its rule says.
 *
 * @param given settings by the names of policies
 * @throws AshlarError when a policy is not of the pack, or a setting is none of its rule's
 */
export function readConfiguration(pack: Pack, given: ReadonlyMap<string, PolicySetting>): Configuration {
  const codes = new Map(pack.rules.map((rule) => [policyNameOf(rule), rule.code]));
  for (const policy of given.keys())
    if (!codes.has(policy) && ![pack.objects, pack.platform, ALL].includes(policy)) refuse(pack, policy);
  const settings: Record<string, RuleSettings> = {};
  for (const [policy, { properties }] of given) {
    const code = codes.get(policy);
    if (code !== undefined) settings[code] = properties;
  }
  const rules = readSettings(pack.rules, settings).flatMap(({ rule, config }): readonly ActiveRule[] => {
    const policy = policyNameOf(rule);
    const set = given.get(policy)?.level ?? rule.level;
    if (set === "disabled") return [];
    const frame = given.get(rule.sees === "workload" ? pack.objects : pack.platform)?.level;
    // Nothing here changes objects, so a violation that should be mended stops the change instead.
    const level = frame === "advisory" ? frame : set === "remediate" ? "mandatory" : set;
    return [{ rule, policy, config, level: level === rule.level ? undefined : level }];
  });
  return {
    objects: rules.filter(({ rule }) => rule.sees === "workload"),
    platform: rules.filter(({ rule }) => rule.sees === "platform"),
  };
}

function refuse(pack: Pack, policy: string): never {
  const other = packWith(policy);
  return AshlarError.throw("ASH-RULE-001", {
    path: `${pack.name}.${policy}`,
    message: `the pack has no policy ${JSON.stringify(policy)}`,
    allowed: [...pack.rules.map(policyNameOf), pack.objects, pack.platform, ALL].join(" | "),
    cure:
      other === undefined
        ? "name a policy of the pack in its configuration"
        : `configure it with the pack ashlar-${other}`,
  });
}
