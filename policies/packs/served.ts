import type { PolicyPackArgs } from "@pulumi/policy";
import { readConfiguration, type Configuration } from "./configuration";
import { onConfiguration } from "./intake";
import { packNamed, type PackName } from "./pack";
import { policiesOf } from "./policies";

/** What a policy pack is made of. */
export interface ServedPack {
  readonly name: string;
  readonly args: PolicyPackArgs;
}

/** A pack that takes its settings from the engine. Only one may be made in a process, as only one can be served. */
export function servedPack(name: PackName): ServedPack {
  const pack = packNamed(name);
  let configuration: Configuration | undefined;
  onConfiguration((given) => {
    configuration = readConfiguration(pack, given);
  });
  return {
    name: pack.name,
    args: {
      description: pack.about,
      enforcementLevel: "mandatory",
      policies: policiesOf(pack, () => {
        // Silence would be taken for rules that were never switched off, or worse, that were.
        if (configuration === undefined)
          throw new Error(`${pack.name} was asked before it was configured; use @pulumi/policy 1.21 or newer`);
        return configuration;
      }),
    },
  };
}
