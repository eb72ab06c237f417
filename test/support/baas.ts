import { join } from "node:path";
import type { Platform } from "../../constructs/model/platform";
import { baas } from "../../stacks/baas/baas";
import { loadConfig } from "../../stacks/config/load-config";

const NOWHERE = join(__dirname, "no-such-folder");

/** The stack `baas` as an environment's preset makes it, whatever the machine's environment says. */
export function baasIn(environment: "dev" | "staging" | "prod", settings: readonly string[] = []): Platform {
  const { value } = loadConfig(baas, {
    environment,
    // Where users reach staging and prod, nobody can guess.
    settings: environment === "dev" ? settings : ["publicUrl=https://acme.example", ...settings],
    variables: {},
    folder: NOWHERE,
    environmentFolder: NOWHERE,
    stacks: ["baas"],
  });
  return baas.build(environment, value);
}
