import { z } from "zod";
import { KONG_CODES } from "../codes";

interface Refusal {
  readonly why: string;
  /** What stands for it. */
  readonly instead: string;
}

const UDP = "sends packets without a connection (UDP), and no way out is opened for those";
const GRPC = "needs an upstream that speaks gRPC, and upstreams are called by https";
const MODEL = "chooses the server of a language model by itself, so that no way out can be opened for it";

/** Plugins of Kong's open-source distribution that cannot do here what they are for. */
const REFUSALS = {
  acme: {
    why: "proves hosts over plain http, where routes answer with a redirect alone, and forgets certificates at each start",
    instead: 'publicTls: { kind: "issuer", … }',
  },
  "ai-proxy": { why: MODEL, instead: "a route to a component that calls an ExternalEndpoint" },
  "ai-request-transformer": { why: MODEL, instead: "a component that calls an ExternalEndpoint" },
  "ai-response-transformer": { why: MODEL, instead: "a component that calls an ExternalEndpoint" },
  datadog: { why: UDP, instead: "statsd or opentelemetry, which use connections" },
  "grpc-gateway": { why: GRPC, instead: "a component that speaks http" },
  "grpc-web": { why: GRPC, instead: "a component that speaks http" },
  loggly: { why: UDP, instead: "http-log or tcp-log, which use connections" },
  oauth2: {
    why: "keeps its tokens in a database, and the gateway has none",
    instead: "tokens of an issuer that the upstream checks",
  },
  syslog: {
    why: "writes to the logger of its machine, and the container has none",
    instead: "file-log to /dev/stdout, or tcp-log",
  },
  "udp-log": { why: UDP, instead: "tcp-log or http-log" },
} as const satisfies Readonly<Record<string, Refusal>>;

/** Plugins that a route's own fields set: a second setting beside them would undo what they promise. */
const OWNED = ["acl", "cors", "key-auth", "rate-limiting", "request-size-limiting"] as const;

const FIELDS = "auth, groups, keyInQuery, rateLimit, cors and maxBody of a route, and sharedLimits of the gateway";

/** A plugin that users cannot set. */
type Refused = keyof typeof REFUSALS | (typeof OWNED)[number];

/** Schema of a setting that must not be there. */
const never = (why: string, params: object) =>
  z.custom<undefined>((value) => value === undefined, { error: why, params: { ...params, secret: true } }).optional();

/** Schemas that tell why a plugin is refused, and what to do instead. */
export const REFUSED_PLUGINS = Object.fromEntries([
  ...Object.entries<Refusal>(REFUSALS).map(([name, { why, instead }]) => [
    name,
    never(why, { code: KONG_CODES.refusedPlugin, allowed: instead }),
  ]),
  ...OWNED.map((name) => [name, never("a route's own fields set this plugin", { allowed: FIELDS })]),
]) as Readonly<Record<Refused, ReturnType<typeof never>>>;
