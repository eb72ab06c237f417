import type { RoleFacts } from "./facts/cluster";
import type { Facts } from "./facts/facts";
import type { Draft, Level } from "./rule";

/** A right of the Kubernetes API that is more than it seems. */
export interface Right {
  /** `*` matches every group. */
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** What it comes to, behind "may". */
  readonly meaning: string;
  /** A list of names limits it. */
  readonly isLimitedByNames?: boolean;
  /** Where it differs from the rule's own. */
  readonly level?: (role: RoleFacts) => Level | undefined;
}

/** The rules of roles that grant one of the rights, a draft for each. A star of verbs or groups is each of them. */
export function granted({ cluster }: Facts, rights: readonly Right[], allowed: readonly string[]): readonly Draft[] {
  return cluster.roles
    .filter(({ path }) => !allowed.includes(path))
    .flatMap((role) =>
      role.rules.flatMap((rule) =>
        rights.flatMap(({ groups, resources, verbs, meaning, isLimitedByNames = false, level }) => {
          const names = rule.resources.filter((name) => resources.includes(name));
          const isMeant =
            names.length > 0 &&
            overlap(groups, rule.groups) &&
            overlap(verbs, rule.verbs) &&
            !(isLimitedByNames && rule.names.length > 0);
          if (!isMeant) return [];
          const set = level?.(role);
          return [
            {
              object: role.path,
              path: `${role.path}:${rule.field}.resources[${names.join(",")}]`,
              message: `may ${meaning}`,
              ...(set === undefined ? {} : { level: set }),
            },
          ];
        }),
      ),
    );
}

function overlap(wanted: readonly string[], given: readonly string[]): boolean {
  return given.includes("*") || wanted.some((name) => given.includes(name));
}
