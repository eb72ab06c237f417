import type { Destination } from "../gateway/destination";
import type { Size } from "../model/units";
import { pluginConfig, type PluginEntity } from "./plugins/entity";
import type { Way } from "./plugins/form";
import { REDIS_CALLS } from "./plugins/redis";
import type { KongRouteSpec, KongSpec } from "./schema";

/** What the plugins of routes take from their gateway. */
interface Declaring {
  readonly spec: KongSpec;
  readonly counting: number;
  readonly origin: string;
  readonly wayTo: (to: Destination) => Way;
}

/** Plugins that the fields of a route set. */
export function routePlugins(spec: KongRouteSpec, declaration: Declaring): readonly PluginEntity[] {
  const { origin } = declaration;
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
  if (rateLimit !== false) plugins.push(rateLimiting(rateLimit, countedBy(spec), declaration));
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
  declaration: Declaring,
): PluginEntity {
  const { sharedLimits } = declaration.spec;
  // Each replica counts by itself, so each has its share; together they allow no more than was said, but for rounding.
  const replicas = sharedLimits === undefined ? declaration.counting : 1;
  const share = (amount: number): number => Math.ceil(amount / replicas);
  const config = {
    ...(perSecond === undefined ? {} : { second: share(perSecond) }),
    ...(perMinute === undefined ? {} : { minute: share(perMinute) }),
    ...(perHour === undefined ? {} : { hour: share(perHour) }),
    limit_by: limitBy,
  };
  if (sharedLimits === undefined) return { name: "rate-limiting", config: { ...config, policy: "local" } };
  const { to, timeout, failOpen, ...redis } = sharedLimits;
  const settings = {
    ...{ ...config, policy: "redis", fault_tolerant: failOpen },
    redis: { ...redis, to, timeout: timeout.milliseconds },
  };
  return { name: "rate-limiting", config: pluginConfig(REDIS_CALLS.write(settings, declaration.wayTo(to))) };
}

function sizeLimit({ bytes }: Size): PluginEntity {
  return { name: "request-size-limiting", config: { allowed_payload_size: bytes, size_unit: "bytes" } };
}
