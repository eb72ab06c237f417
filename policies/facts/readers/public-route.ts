/** The periods that a limit can count in, the shortest first, in seconds. */
export const LIMIT_PERIODS = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  month: 2_592_000,
  year: 31_536_000,
} as const;

/** A period that a limit counts in. */
export type LimitPeriod = keyof typeof LIMIT_PERIODS;

/** How often a caller may call. */
export interface RouteLimit {
  /** Most calls in each period. Never empty. */
  readonly amounts: ReadonlyMap<LimitPeriod, number>;
  /** What tells callers apart, for example `consumer` or `ip`. */
  readonly by: string;
  /** Each copy of the gateway counts by itself, so that all of them together let more through. */
  readonly isPerCopy: boolean;
}

/** Who of those that a gateway knows gets through. */
export interface RouteList {
  /** These alone; undefined: everybody but those denied. */
  readonly allow: readonly string[] | undefined;
  readonly deny: readonly string[];
}

/** A place that a gateway answers for, and what it asks before it hands a request on. */
export interface PublicRoute {
  /** Undefined: every host. */
  readonly host: string | undefined;
  /** A prefix; with a leading `~` a regular expression. */
  readonly path: string;
  /** Undefined: every method. */
  readonly methods: readonly string[] | undefined;
  /** What else a request must have, in one form for equal conditions; empty: nothing. It may be secret: never print it. */
  readonly conditions: string;
  /** The gateway answers by itself, and hands nothing on. */
  readonly isClosed: boolean;
  /** Where the path arrives, for example `https://rest:8443/`. */
  readonly target: string;
  /** Requests without TLS are handed on as well. */
  readonly takesPlain: boolean;
  /** Proofs that a caller must bring, each of them, by the plugin that asks, for example `key-auth`. */
  readonly asks: readonly string[];
  readonly groups: RouteList;
  /** Addresses and ranges of callers. */
  readonly addresses: RouteList;
  readonly limit: RouteLimit | undefined;
}

/** What a gateway answers for, as far as the artifact says. */
export type PublicRoutes =
  | { readonly kind: "known"; readonly routes: readonly PublicRoute[] }
  | { readonly kind: "unknown"; readonly why: string };
