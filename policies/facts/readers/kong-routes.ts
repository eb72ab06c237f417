import { isObject, listOf, objectOf, scalarText, textOf, textsOf, type Json } from "../json";
import { addressOf, isReferenceTo, takesPlain } from "./kong-entities";
import { LIMIT_PERIODS, type LimitPeriod, type PublicRoute, type RouteLimit, type RouteList } from "./public-route";

/** Plugins that ask who is calling. */
const PROOFS = ["basic-auth", "hmac-auth", "jwt", "key-auth", "ldap-auth", "oauth2"];

/** What a route may ask of a request beside host, path and method. */
const CONDITIONS = ["headers", "snis", "sources", "destinations", "expression"];

type Plugins = ReadonlyMap<string, Json>;

/** Everything that a declarative file hands on, a row for each host and path. */
export function kongRoutes(document: Json): readonly PublicRoute[] {
  const services = listOf(document["services"]).map(objectOf);
  const loose = listOf(document["routes"]).map(objectOf);
  const placed = [
    ...services.flatMap((service) => listOf(service["routes"]).map((route) => ({ service, route: objectOf(route) }))),
    ...loose.map((route) => ({ service: services.find((it) => isReferenceTo(route["service"], it)) ?? {}, route })),
  ];
  return placed
    .filter(({ service }) => service["enabled"] !== false)
    .flatMap(({ service, route }) => rowsOf(route, service, pluginsOf(document, service, route)));
}

function rowsOf(route: Json, service: Json, plugins: Plugins): readonly PublicRoute[] {
  const ending = plugins.get("request-termination");
  const [hosts, methods] = [textsOf(route["hosts"]), textsOf(route["methods"])];
  const common = {
    methods: methods.length === 0 ? undefined : methods,
    conditions: conditionsOf(route),
    // With a trigger only requests that have it are answered so.
    isClosed: ending !== undefined && scalarText(ending["trigger"]) === undefined,
    takesPlain: takesPlain(route),
    asks: PROOFS.filter((name) => plugins.has(name) && !letsStrangersIn(plugins.get(name) ?? {})),
    groups: listedBy(plugins.get("acl")),
    addresses: listedBy(plugins.get("ip-restriction")),
    limit: limitOf(plugins.get("rate-limiting")),
  };
  return (hosts.length === 0 ? [undefined] : hosts).flatMap((host) =>
    pathsOf(route).map((path) => ({ ...common, host, path, target: targetOf(service, route, path) })),
  );
}

/** A prefix that ends in a slash, and the same without one as an expression, are one place. */
function pathsOf(route: Json): readonly string[] {
  const paths = textsOf(route["paths"]);
  if (paths.length === 0) return ["/"];
  return paths.filter((path) => {
    const exact = /^~(\/.*)\$$/.exec(path)?.[1]?.replace(/\\\./g, ".");
    return exact === undefined || !paths.includes(`${exact}/`);
  });
}

function targetOf(service: Json, route: Json, path: string): string {
  const { protocol, host, port } = addressOf(service);
  if (host === "") return "nowhere";
  const prefix = textOf(service["path"]) ?? /^[a-z_]+:\/\/[^/?#]*(\/[^?#]*)/.exec(textOf(service["url"]) ?? "")?.[1];
  const rest = route["strip_path"] === false ? path : "";
  return `${protocol}://${host}:${port}${`${prefix ?? "/"}${rest}`.replace(/\/{2,}/g, "/")}`;
}

function conditionsOf(route: Json): string {
  const asked = CONDITIONS.flatMap((name) => {
    const value = route[name];
    return value === undefined || value === null ? [] : [`${name}=${JSON.stringify(sorted(value))}`];
  });
  return asked.join(" ");
}

/** Lists of conditions are sets, and so are the keys of an object. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(sorted).sort((a, b) => ((JSON.stringify(a) ?? "") < (JSON.stringify(b) ?? "") ? -1 : 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** Settings of the plugins that run for a route: of several of one name the one for the narrowest place alone. */
function pluginsOf(document: Json, service: Json, route: Json): Plugins {
  const found: { readonly plugin: Json; readonly rank: number }[] = [];
  const add = (list: unknown, inService: boolean, inRoute: boolean): void => {
    for (const plugin of listOf(list).map(objectOf)) {
      const { service: ofService, route: ofRoute, consumer, consumer_group: group } = plugin;
      if (plugin["enabled"] === false || isSet(consumer) || isSet(group)) continue;
      if (isSet(ofService) && !isReferenceTo(ofService, service)) continue;
      if (isSet(ofRoute) && !isReferenceTo(ofRoute, route)) continue;
      const rank = (inRoute || isSet(ofRoute) ? 2 : 0) + (inService || isSet(ofService) ? 1 : 0);
      found.push({ plugin, rank });
    }
  };
  add(document["plugins"], false, false);
  add(service["plugins"], true, false);
  add(route["plugins"], false, true);
  found.sort((a, b) => a.rank - b.rank);
  return new Map(found.map(({ plugin }) => [textOf(plugin["name"]) ?? "", objectOf(plugin["config"])]));
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null;

/** Whoever proves nothing is let in under another's name. */
function letsStrangersIn({ anonymous }: Json): boolean {
  return (scalarText(anonymous) ?? "") !== "";
}

function listedBy(config: Json | undefined): RouteList {
  const [allow, deny] = [textsOf(config?.["allow"]), textsOf(config?.["deny"])];
  return { allow: allow.length === 0 ? undefined : allow, deny };
}

function limitOf(config: Json | undefined): RouteLimit | undefined {
  if (config === undefined) return undefined;
  const amounts = new Map<LimitPeriod, number>();
  for (const period of Object.keys(LIMIT_PERIODS) as LimitPeriod[]) {
    const amount = config[period];
    if (typeof amount === "number") amounts.set(period, amount);
  }
  if (amounts.size === 0) return undefined;
  const [by, policy] = [textOf(config["limit_by"]) ?? "consumer", textOf(config["policy"]) ?? "local"];
  return { amounts, by, isPerCopy: policy === "local" };
}
