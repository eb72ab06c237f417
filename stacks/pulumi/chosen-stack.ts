import { AshlarError } from "../../constructs/model/diagnostics";
import { nearest } from "../config/nearest";

/**
 * The stack that an environment deploys: the one that is named, or the one with a key in the environment's file.
 *
 * @param keys keys of the configuration, for example `ashlar:baas`
 * @param named the setting `ashlar-deploy:stack`
 * @throws AshlarError ASH-INPUT-007 (no such stack), ASH-INPUT-003 (none is named, or several)
 */
export function chosenStack(
  environment: string,
  keys: readonly string[],
  named: string | undefined,
  stacks: readonly string[],
): string {
  const path = `Pulumi.${environment}.yaml`;
  if (named !== undefined) {
    if (stacks.includes(named)) return named;
    const meant = nearest(named, stacks);
    return AshlarError.throw("ASH-INPUT-007", {
      path: `${path}:config.ashlar-deploy:stack`,
      message: "no stack of this name",
      value: named,
      allowed: stacks.join(" | "),
      ...(meant === undefined ? {} : { cure: `write ${meant}` }),
    });
  }
  const present = stacks.filter((stack) => keys.includes(`ashlar:${stack}`));
  const [only, ...others] = present;
  if (only !== undefined && others.length === 0) return only;
  return AshlarError.throw("ASH-INPUT-003", {
    path,
    message:
      only === undefined
        ? `unknown environment ${environment}: its file has the settings of no stack`
        : "the file has the settings of several stacks, and does not say which one to deploy",
    value: present,
    allowed: stacks.map((stack) => `ashlar:${stack}`).join(" | "),
    cure:
      only === undefined
        ? `add "ashlar:${stacks[0] ?? ""}" with a preset to ${path}`
        : "pulumi config set ashlar-deploy:stack <name>, or give each stack a project of its own",
  });
}
