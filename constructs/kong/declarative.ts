import { METHODS } from "../gateway/route";
import { readAsset } from "../model/asset";
import { configFile, type ConfigFile, type ConfigValue } from "../model/config-file";
import type { Endpoint } from "../model/endpoint";
import { endpointValue, secretValue } from "../model/expression";
import { digest } from "../model/names";
import type { Secret } from "../model/secret";
import type { Size } from "../model/units";
import { nameUuid } from "../model/uuid";
import { mergePlugins, withGuards, type PluginEntity, type PluginSettings } from "./plugins";
import type { KongRouteSpec, KongSpec } from "./schema";

/** A route and where it leads. */
export interface KongRoute {
  readonly spec: KongRouteSpec;
  readonly host: string;
  readonly to: Endpoint<undefined>;
  /** Whether it answers the question that browsers ask before pages of other origins may call. */
  readonly answersPreflight: boolean;
}

/** A consumer, with the groups that everybody who declared it wants. */
export interface KongConsumer {
  readonly name: string;
  readonly key: Secret;
  readonly groups: readonly string[];
}

/** What a declarative file is made of. */
export interface Declaration {
  /** The gateway's path in its tree, which makes ids its own. */
  readonly path: string;
  readonly spec: KongSpec;
  /** Gateways that share a limit: on Compose one, whatever was asked for. */
  readonly counting: number;
  readonly origin: string;
  readonly routes: readonly KongRoute[];
  readonly consumers: readonly KongConsumer[];
}

/** From an authority to a server there may be one certificate in between. */
const VERIFY_DEPTH = 2;

const REDIRECT = 308;

/** The id of the entity that holds the platform's authority. */
export function authorityId(path: string): string {
  return nameUuid(path, "authority");
}

/**
 * Services, routes, plugins and consumers: everything but keys, so that it may be read by whoever judges it. Its top
 * level has other keys than the parts that are joined to it at the start.
 */
export function routesFile(declaration: Declaration): ConfigFile {
  const { path, spec, consumers } = declaration;
  const own: readonly PluginEntity[] = [
    { name: "correlation-id", config: { header_name: "X-Request-Id", generator: "uuid", echo_downstream: true } },
    {
      name: "prometheus",
      config: { bandwidth_metrics: true, latency_metrics: true, per_consumer: false, status_code_metrics: true },
    },
  ];
  return configFile("kong.yaml", {
    format: "yaml",
    value: {
      _format_version: "3.0",
      services: [...declaration.routes]
        .sort((a, b) => (routeName(a) < routeName(b) ? -1 : 1))
        .map((route) => serviceOf(route, declaration)),
      plugins: identified(mergePlugins(own, withGuards(guardsOf(spec), spec.plugins)), path, "global"),
      consumers: consumers.map(({ name, groups }) => ({
        id: nameUuid(path, "consumer", name),
        username: name,
        ...(groups.length === 0
          ? {}
          : { acls: groups.map((group) => ({ id: nameUuid(path, "acl", name, group), group })) }),
      })),
    },
  });
}

/** The keys of consumers: a secret file. */
export function credentialsFile({ path, consumers }: Declaration): ConfigFile {
  return configFile("credentials.yaml", {
    format: "yaml",
    value: {
      keyauth_credentials: consumers.map(({ name, key }) => ({
        id: nameUuid(path, "key", name),
        consumer: name,
        key: secretValue(key),
      })),
    },
  });
}

/** What a route is called: its place in words, and a digest where other places have the same words. */
export function routeName({ spec, host }: Pick<KongRoute, "spec" | "host">): string {
  const words = [host, ...spec.path.split("/").filter((segment) => segment !== "")];
  const { methods } = spec;
  if (methods === undefined && !spec.path.includes("_")) return words.join("_");
  return [...words, ...(methods ?? []), digest([host, spec.path, ...(methods ?? [])].join("\n"))].join("_");
}

function serviceOf(route: KongRoute, declaration: Declaration): ConfigValue {
  const { spec, to, host } = route;
  const { path } = declaration;
  const name = routeName(route);
  const { connect, read, write } = spec.timeouts;
  return {
    id: nameUuid(path, "service", name),
    name,
    protocol: "https",
    // The name is also what the upstream's certificate is checked against, as long as the client's host is not kept.
    host: endpointValue(to, "host"),
    port: to.props.port,
    path: spec.upstreamPath,
    connect_timeout: connect.milliseconds,
    read_timeout: read.milliseconds,
    write_timeout: write.milliseconds,
    // Unset it would mean "not verified".
    tls_verify: true,
    tls_verify_depth: VERIFY_DEPTH,
    ca_certificates: [authorityId(path)],
    routes: [
      {
        id: nameUuid(path, "route", name),
        name,
        hosts: [host],
        paths: pathsOf(spec.path),
        // Always said: Kong puts routes that name more kinds of criteria before those with longer paths.
        methods: methodsOf(route),
        protocols: ["https"],
        https_redirect_status_code: REDIRECT,
        strip_path: spec.stripPath,
        preserve_host: false,
        // What streams, streams: uploads and events are handed on as they come.
        request_buffering: false,
        response_buffering: false,
        plugins: identified(
          mergePlugins(routePlugins(route, declaration), routeSettings(spec, declaration)),
          path,
          name,
        ),
      },
    ],
  };
}

/** Browsers ask with OPTIONS before pages of other origins may call; of the routes of one path, the first is asked. */
function methodsOf({ spec, answersPreflight }: KongRoute): string[] {
  const { methods = METHODS } = spec;
  return answersPreflight && !methods.includes("OPTIONS") ? [...methods, "OPTIONS"] : [...methods];
}

/** Programs that every request passes before anything else. */
function guardsOf({ trustedProxies }: KongSpec): readonly string[] {
  const strip = readAsset(__dirname, "strip-headers.lua");
  return trustedProxies.length > 0 ? [strip] : [strip, readAsset(__dirname, "forget-addresses.lua")];
}

function routeSettings({ plugins }: KongRouteSpec, { spec }: Declaration): PluginSettings {
  return plugins["pre-function"] === undefined ? plugins : withGuards(guardsOf(spec), plugins);
}

/** Kong's prefixes know no segments: `/rest/v1` would take `/rest/v10` as well. */
function pathsOf(path: string): ConfigValue {
  return path === "/" ? ["/"] : [`${path}/`, `~${path.replace(/\./g, "\\.")}$`];
}

function routePlugins({ spec }: KongRoute, { counting, origin }: Declaration): readonly PluginEntity[] {
  const { auth, groups, cors, rateLimit } = spec;
  const plugins: PluginEntity[] = [sizeLimit(spec.maxBody)];
  if (auth === "key") plugins.push(keyAuth(spec.keyInQuery));
  if (groups !== undefined) plugins.push({ name: "acl", config: { allow: [...groups], hide_groups_header: false } });
  if (cors !== false) {
    plugins.push({
      name: "cors",
      config: {
        origins: [...(cors.origins ?? [origin])],
        headers: [...cors.headers],
        exposed_headers: [...cors.exposedHeaders],
        credentials: cors.credentials,
        max_age: cors.maxAge.seconds,
      },
    });
  }
  if (rateLimit !== false) plugins.push(rateLimiting(rateLimit, countedBy(spec), counting));
  return plugins;
}

function keyAuth(keyInQuery: boolean): PluginEntity {
  return {
    name: "key-auth",
    config: {
      key_names: ["apikey"],
      key_in_header: true,
      key_in_query: keyInQuery,
      key_in_body: false,
      hide_credentials: true,
      // The question that browsers ask first has been answered before, by what lets pages of other origins call.
      run_on_preflight: true,
    },
  };
}

/** Whose requests are counted together: a consumer's where a key tells who calls, an address's elsewhere. */
export function countedBy({ auth, rateLimit }: Pick<KongRouteSpec, "auth" | "rateLimit">): "consumer" | "ip" {
  const by = rateLimit === false ? undefined : rateLimit.by;
  return by ?? (auth === "key" ? "consumer" : "ip");
}

function rateLimiting(
  { perSecond, perMinute, perHour }: Exclude<KongRouteSpec["rateLimit"], false>,
  limitBy: "consumer" | "ip",
  replicas: number,
): PluginEntity {
  // Each replica counts by itself, so each has its share; together they allow no more than was said, but for rounding.
  const share = (amount: number): number => Math.ceil(amount / replicas);
  return {
    name: "rate-limiting",
    config: {
      ...(perSecond === undefined ? {} : { second: share(perSecond) }),
      ...(perMinute === undefined ? {} : { minute: share(perMinute) }),
      ...(perHour === undefined ? {} : { hour: share(perHour) }),
      limit_by: limitBy,
      policy: "local",
    },
  };
}

function sizeLimit({ bytes }: Size): PluginEntity {
  return { name: "request-size-limiting", config: { allowed_payload_size: bytes, size_unit: "bytes" } };
}

function identified(plugins: readonly PluginEntity[], path: string, place: string): ConfigValue {
  return plugins.map((plugin) => ({ id: nameUuid(path, "plugin", place, plugin.name), ...plugin }));
}
