import { z } from "zod";
import type { ConfigValue } from "../model/config-file";

/**
 * Plugins of Kong 3.9's open-source distribution. The one that needs a database is left out.
 *
 * Source: `kong/constants.lua` of Kong 3.9.3
 */
export const KONG_PLUGINS = [
  "acl",
  "acme",
  "ai-prompt-decorator",
  "ai-prompt-guard",
  "ai-prompt-template",
  "ai-proxy",
  "ai-request-transformer",
  "ai-response-transformer",
  "aws-lambda",
  "azure-functions",
  "basic-auth",
  "bot-detection",
  "correlation-id",
  "cors",
  "datadog",
  "file-log",
  "grpc-gateway",
  "grpc-web",
  "hmac-auth",
  "http-log",
  "ip-restriction",
  "jwt",
  "key-auth",
  "ldap-auth",
  "loggly",
  "opentelemetry",
  "post-function",
  "pre-function",
  "prometheus",
  "proxy-cache",
  "rate-limiting",
  "redirect",
  "request-size-limiting",
  "request-termination",
  "request-transformer",
  "response-ratelimiting",
  "response-transformer",
  "session",
  "standard-webhooks",
  "statsd",
  "syslog",
  "tcp-log",
  "udp-log",
  "zipkin",
] as const;

/** A plugin of Kong's open-source distribution. */
export type KongPlugin = (typeof KONG_PLUGINS)[number];

/** Plugins that a route's own fields set: a second setting beside them would undo what they promise. */
const OWNED = ["acl", "cors", "key-auth", "rate-limiting", "request-size-limiting"];

/** Settings of plugins, by name. Kong itself judges what is in them. */
export const pluginsSchema = () =>
  z
    .partialRecord(z.enum(KONG_PLUGINS), z.record(z.string(), z.json()))
    .superRefine((plugins, context) => {
      for (const name of Object.keys(plugins)) {
        if (!OWNED.includes(name)) continue;
        const params = { allowed: "auth, groups, keyInQuery, rateLimit, cors and maxBody of a route" };
        context.addIssue({ code: "custom", path: [name], message: "a route's own fields set this plugin", params });
      }
    })
    .default({});

/** Settings of plugins as a user writes them. */
export type PluginSettings = z.output<ReturnType<typeof pluginsSchema>>;

/** A plugin in a declarative file. */
export interface PluginEntity {
  readonly [key: string]: ConfigValue;
  readonly name: KongPlugin;
  readonly config: { readonly [key: string]: ConfigValue };
}

/** Ours and a user's: of two settings of one plugin the user's holds. */
export function mergePlugins(own: readonly PluginEntity[], given: PluginSettings): readonly PluginEntity[] {
  const names = Object.keys(given) as KongPlugin[];
  const added = names.map((name): PluginEntity => ({ name, config: given[name] ?? {} }));
  return [...own.filter(({ name }) => !names.includes(name)), ...added].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Programs of ours that run before everything else, with a user's behind them. Of several settings of this plugin Kong
 * runs the one of the route alone, so that a route with programs of its own has ours as well.
 */
export function withGuards(guards: readonly string[], given: PluginSettings): PluginSettings {
  const { access = [], ...phases } = given["pre-function"] ?? {};
  return {
    ...given,
    "pre-function": { ...phases, access: [...guards, ...(Array.isArray(access) ? access : [access])] },
  };
}
