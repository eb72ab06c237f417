import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { AshlarError } from "../constructs/model/diagnostics";
import type { Platform } from "../constructs/model/platform";
import { settingName } from "./config/setting-name";
import { loadModule, MODULE_ENDINGS } from "./module";
import { STACK_NAMES, STACKS } from "./registry";

/** What a user names on the command line: a stack of the library, or a file. */
export type Reference =
  { readonly kind: "stack"; readonly name: string } | { readonly kind: "module"; readonly file: string };

/** Where a platform's settings come from; see `loadConfig`. */
export interface LoadOptions {
  /** Undefined: `dev`, or the environment of the platform that a module exports. */
  readonly environment: string | undefined;
  readonly settings: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** The environment's own folder. */
  readonly environmentFolder: string;
}

/** A platform, and what is known of its settings. */
export interface LoadedPlatform {
  readonly platform: Platform;
  /** Secrets that the environment file holds in encrypted form. */
  readonly encryptedSecrets: readonly string[];
}

/**
 * Tells what a user means. A stack's name comes before a file of the same name: write `./baas` for the file.
 *
 * @throws AshlarError ASH-INPUT-007 when it is neither
 */
export function resolveReference(text: string, folder: string): Reference {
  if (Object.hasOwn(STACKS, text)) return { kind: "stack", name: text };
  const file = resolve(folder, text);
  if (existsSync(file) || MODULE_ENDINGS.some((ending) => text.endsWith(ending)) || /[\\/]/.test(text)) {
    return { kind: "module", file };
  }
  return AshlarError.throw("ASH-INPUT-007", {
    path: text,
    message: "no stack of this name, and no such file",
    value: text,
    allowed: [...STACK_NAMES, "a module's path"].join(" | "),
  });
}

/**
 * Makes the platform that a reference names.
 *
 * @throws AshlarError with every problem of its config, or those of `loadModule`
 */
export async function loadPlatform(reference: Reference, options: LoadOptions): Promise<LoadedPlatform> {
  if (reference.kind === "module") {
    refuseSettings(reference.file, options.settings);
    return { platform: await loadModule(reference.file, options.environment), encryptedSecrets: [] };
  }
  const stack = STACKS[reference.name]?.load();
  if (stack === undefined) throw new TypeError(`no stack ${reference.name}`);
  const environment = options.environment ?? "dev";
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a module has no config
  const { loadConfig } = require("./config/load-config") as typeof import("./config/load-config");
  const config = loadConfig(stack, { ...options, environment, stacks: STACK_NAMES });
  return { platform: stack.build(environment, config.value), encryptedSecrets: config.encryptedSecrets };
}

function refuseSettings(file: string, settings: readonly string[]): void {
  if (settings.length === 0) return;
  AshlarError.throw("ASH-INPUT-002", {
    path: file,
    message: "a module has no settings: its program is its config",
    value: settings.map((setting) => `--set ${settingName(setting)}`).join(" "),
    allowed: "no --set",
    cure: "leave --set out, or read the process's environment in the module",
  });
}
