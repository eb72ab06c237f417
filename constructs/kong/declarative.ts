import type { Destination } from "../gateway/destination";
import { METHODS } from "../gateway/route";
import { readAsset } from "../model/asset";
import { configFile, type ConfigFile, type ConfigValue } from "../model/config-file";
import type { Endpoint } from "../model/endpoint";
import { endpointValue, secretValue } from "../model/expression";
import { digest } from "../model/names";
import type { Secret } from "../model/secret";
import { nameUuid } from "../model/uuid";
import { holdsSecret, mergePlugins, withGuards, withoutSecrets, type PluginEntity } from "./plugins/entity";
import type { Way } from "./plugins/form";
import type { PluginSettings } from "./plugins/plugins";
import { routePlugins } from "./route-plugins";
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
  /** How a server is reached that something of the gateway's own calls. */
  readonly wayTo: (to: Destination) => Way;
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
 * level has other keys than the parts that are joined to it at the start. Where a plugin holds a secret, the plugins that
 * stand beside routes come with the keys, and here they are shown without it, where Kong looks at nothing.
 */
export function routesFile(declaration: Declaration): ConfigFile {
  const { path, consumers } = declaration;
  const loose = loosePlugins(declaration);
  return configFile("kong.yaml", {
    format: "yaml",
    value: {
      _format_version: "3.0",
      ...(holdsSecret(loose) ? { _ignore: withoutSecrets(loose) } : { plugins: loose }),
      services: sortedRoutes(declaration).map((route) => serviceOf(route, declaration)),
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

/** The keys of consumers, and the plugins that stand beside routes where one of them holds a secret: a secret file. */
export function credentialsFile(declaration: Declaration): ConfigFile | undefined {
  const { path, consumers } = declaration;
  const loose = loosePlugins(declaration);
  const hasSecrets = holdsSecret(loose);
  if (consumers.length === 0 && !hasSecrets) return undefined;
  const keys = consumers.map(({ name, key }) => ({
    id: nameUuid(path, "key", name),
    consumer: name,
    key: secretValue(key),
  }));
  return configFile("credentials.yaml", {
    format: "yaml",
    value: {
      ...(keys.length === 0 ? {} : { keyauth_credentials: keys }),
      ...(hasSecrets ? { plugins: loose } : {}),
    },
  });
}

/** Plugins for every route, and those of single routes that hold a secret. */
function loosePlugins(declaration: Declaration): readonly PlacedPlugin[] {
  const secret = sortedRoutes(declaration).flatMap((route) =>
    pluginsOf(route, declaration)
      .filter(holdsSecret)
      .map((plugin): PlacedPlugin => ({ ...plugin, route: routeName(route) })),
  );
  return [...globalPlugins(declaration), ...secret];
}

function globalPlugins({ path, spec, wayTo }: Declaration): readonly PlacedPlugin[] {
  const own: readonly PluginEntity[] = [
    { name: "correlation-id", config: { header_name: "X-Request-Id", generator: "uuid", echo_downstream: true } },
    {
      name: "prometheus",
      config: { bandwidth_metrics: true, latency_metrics: true, per_consumer: false, status_code_metrics: true },
    },
  ];
  return identified(mergePlugins(own, withGuards(guardsOf(spec), spec.plugins), wayTo), path, "global");
}

function pluginsOf(route: KongRoute, declaration: Declaration): readonly PlacedPlugin[] {
  const { path, wayTo } = declaration;
  const settings = routeSettings(route.spec, declaration);
  return identified(mergePlugins(routePlugins(route.spec, declaration), settings, wayTo), path, routeName(route));
}

function sortedRoutes({ routes }: Declaration): readonly KongRoute[] {
  return [...routes].sort((a, b) => (routeName(a) < routeName(b) ? -1 : 1));
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
        // Those that hold a secret come with the keys, and name the route.
        plugins: pluginsOf(route, declaration).filter((plugin) => !holdsSecret(plugin)),
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

/** A plugin with its id; one that stands beside its route names it. */
interface PlacedPlugin extends PluginEntity {
  readonly id: string;
  readonly route?: string;
}

function identified(plugins: readonly PluginEntity[], path: string, place: string): readonly PlacedPlugin[] {
  return plugins.map((plugin) => ({ id: nameUuid(path, "plugin", place, plugin.name), ...plugin }));
}
