import { RULES } from "../registry";
import type { Rule } from "../rule";

/** The packs, and the beginnings of their rules' codes. */
const SETS = {
  quotas: { codes: ["QUOTA"], about: "every budget is there, and everything fits it" },
  mtls: { codes: ["MTLS"], about: "every edge demands a client certificate, on both sides" },
  baseline: { codes: ["BASE", "CROSS"], about: "hardened pods, pinned images, narrow roles, closed networks" },
} as const satisfies Record<string, { readonly codes: readonly string[]; readonly about: string }>;

/** A pack's name, and that of its folder. */
export type PackName = keyof typeof SETS;

/** The rules of one pack: those of the library that judge Kubernetes objects. */
export interface Pack {
  /** `ashlar-mtls`: how Pulumi calls it. */
  readonly name: string;
  readonly about: string;
  readonly rules: readonly Rule[];
  /** Name of the policy that judges each object by itself. */
  readonly objects: string;
  /** Name of the policy that judges all objects together. */
  readonly platform: string;
}

/** The pack of a name. */
export function packNamed(name: PackName): Pack {
  const { codes, about } = SETS[name];
  return {
    name: `ashlar-${name}`,
    about,
    rules: RULES.filter(
      ({ code, targets }) => targets.includes("kubernetes") && codes.some((set) => code.startsWith(`${set}-`)),
    ),
    objects: `${name}-objects`,
    platform: `${name}-platform`,
  };
}

/** Which pack has a rule; undefined when none has. */
export function packWith(policy: string): PackName | undefined {
  const names = Object.keys(SETS) as PackName[];
  return names.find((name) => packNamed(name).rules.some((rule) => policyNameOf(rule) === policy));
}

/** A rule's name among policies: its code in lower case. */
export function policyNameOf({ code }: Pick<Rule, "code">): string {
  return code.toLowerCase();
}
