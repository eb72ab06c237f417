import type { Destination } from "../../gateway/destination";
import type { ConfigValue } from "../../model/config-file";
import { isExpression, secretsOf, secretValue } from "../../model/expression";
import { Secret } from "../../model/secret";
import type { Settings, Way } from "./form";
import { formOf, namesOf, type PluginSettings } from "./plugins";

/** A plugin in a declarative file. */
export interface PluginEntity {
  readonly [key: string]: ConfigValue;
  readonly name: string;
  readonly config: { readonly [key: string]: ConfigValue };
}

/** Settings as Kong reads them. */
export function pluginConfig(settings: Settings): PluginEntity["config"] {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([key, value]) => (value === undefined ? [] : [[key, configValue(value)]])),
  );
}

function configValue(value: unknown): ConfigValue {
  if (Secret.isSecret(value)) return secretValue(value);
  if (isExpression(value)) return value;
  if (Array.isArray(value)) return value.map(configValue);
  if (typeof value === "object" && value !== null) return pluginConfig(value as Settings);
  return value as ConfigValue;
}

/** Ours and a user's: of two settings of one plugin the user's holds. */
export function mergePlugins(
  own: readonly PluginEntity[],
  given: PluginSettings,
  wayTo: (to: Destination) => Way,
): readonly PluginEntity[] {
  const added = namesOf(given).map((name): PluginEntity => {
    const { calls } = formOf(name);
    const settings: Settings = given[name] ?? {};
    const to = calls?.to(settings);
    return {
      name,
      config: pluginConfig(calls === undefined || to === undefined ? settings : calls.write(settings, wayTo(to))),
    };
  });
  const names = new Set(added.map(({ name }) => name));
  return [...own.filter(({ name }) => !names.has(name)), ...added].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Programs of ours that run before everything else, with a user's behind them. Of several settings of this plugin Kong
 * runs the one of the route alone, so that a route with programs of its own has ours as well.
 */
export function withGuards(guards: readonly string[], given: PluginSettings): PluginSettings {
  const { access = [], ...phases } = given["pre-function"] ?? {};
  return { ...given, "pre-function": { ...phases, access: [...guards, ...access] } };
}

/** Whether a value holds a secret. */
export function holdsSecret(value: ConfigValue): boolean {
  if (isExpression(value)) return secretsOf(value).length > 0;
  if (Array.isArray(value)) return value.some((entry: ConfigValue) => holdsSecret(entry));
  return typeof value === "object" && value !== null && Object.values(value).some(holdsSecret);
}

/** A value with the names of its secrets in their places, for whoever reads and does not run it. */
export function withoutSecrets(value: ConfigValue): ConfigValue {
  if (isExpression(value)) {
    const secrets = secretsOf(value);
    return secrets.length === 0 ? value : `secret ${secrets.map(({ secretName }) => secretName).join(", ")}`;
  }
  if (Array.isArray(value)) return value.map((entry: ConfigValue) => withoutSecrets(entry));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutSecrets(entry)]));
}
