import { z } from "zod";
import type { ConfigValue } from "../model/config-file";

/**
 * Plugins of Kong 3.9's open-source distribution. Those for a database-backed Kong, and those that this component sets
 * itself where they are needed, are there as well: a plugin that a user sets takes the place of ours.
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
  "oauth2",
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

/** Settings of plugins, by name. Kong itself judges what is in them. */
export const pluginsSchema = () => z.partialRecord(z.enum(KONG_PLUGINS), z.record(z.string(), z.json())).default({});

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
