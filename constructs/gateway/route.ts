import { z } from "zod";
import type { Endpoint } from "../model/endpoint";
import { hostname } from "../model/hostname";
import { textForm } from "../model/text-form";
import { duration, size } from "../model/units";

/** Methods that routes pass. */
export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** Schema of a path: segments without anything that a pattern could take for a sign of its own. */
const path = () =>
  textForm({
    pattern: /^(?:\/|(?:\/[A-Za-z0-9._~-]+)+)$/,
    message: "not a path",
    allowed: "/ or segments like /rest/v1, without a slash at the end",
    fits: (text) => !text.split("/").some((segment) => segment === "." || segment === ".."),
  });

/** The name of a group of consumers. */
export const groupName = () =>
  textForm({
    pattern: /^[a-z][a-z0-9:_-]{0,62}$/,
    message: "not a group's name",
    allowed: "a-z, 0-9, :, _ and -, beginning with a letter",
  });

const limit = () => z.int().min(1).optional();

/** Requests in a time. The larger the time, the larger the number. */
const rateLimit = () =>
  z
    .strictObject({
      perSecond: limit().describe("Requests a second. Default: not limited."),
      perMinute: limit().describe("Requests a minute. Default: not limited."),
      perHour: limit().describe("Requests an hour. Default: not limited."),
      by: z
        .enum(["consumer", "ip"])
        .optional()
        .describe(
          "Whose requests are counted together. Default: the consumer's where a key is asked for, or the address's.",
        ),
    })
    .superRefine(({ perSecond, perMinute, perHour }, context) => {
      const limits = [perSecond, perMinute, perHour].filter((amount) => amount !== undefined);
      // What is no limit at all has been told by itself.
      if (limits.some((amount) => amount < 1)) return;
      if (limits.length === 0) {
        context.addIssue({
          code: "custom",
          message: "the rate limit limits nothing",
          params: { allowed: "perSecond, perMinute or perHour" },
        });
      } else if (limits.some((amount, index) => amount < (limits[index - 1] ?? 0))) {
        const allowed = "perSecond <= perMinute <= perHour";
        context.addIssue({
          code: "custom",
          message: "a longer time allows fewer requests than a shorter one",
          params: { allowed },
        });
      }
    });

/** An origin as browsers send it. */
const origin = () =>
  textForm({
    pattern: /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@,*]+$/i,
    message: "not an origin",
    allowed: "scheme://host[:port], for example https://app.acme.example",
  });

const cors = () =>
  z.strictObject({
    origins: z
      .array(origin())
      .min(1)
      .optional()
      .describe("Web origins that may call. Default: the platform's public url."),
    headers: z
      .array(z.string().regex(/^[A-Za-z0-9-]+$/))
      .default(["Accept-Profile", "Authorization", "Content-Profile", "Content-Type", "apikey", "Prefer", "Range"])
      .describe("Request headers that pages may set."),
    exposedHeaders: z
      .array(z.string().regex(/^[A-Za-z0-9-]+$/))
      .default(["Content-Range"])
      .describe("Response headers that pages may read."),
    credentials: z.boolean().default(false).describe("Whether pages may send cookies."),
    maxAge: duration().prefault("10m").describe("How long browsers keep the answer to a preflight request."),
  });

const time = (value: string) => duration().prefault(value);

/** Fields of a route, for gateways that add to them. */
export const routeFields = {
  path: path().describe("Path prefix, in whole segments: `/rest/v1` is `/rest/v1` and `/rest/v1/…`, not `/rest/v10`."),
  host: hostname().optional().describe("Public host. Default: that of the platform's public url."),
  methods: z.array(z.enum(METHODS)).min(1).optional().describe("Methods that pass. Default: all."),
  stripPath: z.boolean().default(true).describe("Whether the upstream sees the path without the route's prefix."),
  upstreamPath: path().default("/").describe("Prefix that the upstream sees instead."),
  auth: z
    .enum(["key", "none"])
    .default("key")
    .describe(
      "`key`: a consumer's key is asked for. `none`: anybody passes; the upstream must judge the request itself.",
    ),
  groups: z.array(groupName()).min(1).optional().describe("Groups whose consumers pass. Default: every consumer."),
  keyInQuery: z
    .boolean()
    .default(false)
    .describe(
      "Whether the key may stand in the query as well, for WebSockets of browsers, which can set no header. It may then stand in error logs.",
    ),
  rateLimit: z
    .union([rateLimit(), z.literal(false)])
    .prefault({ perMinute: 600 })
    .describe("Requests that one caller may make of the route. `false`: any number."),
  cors: z
    .union([cors(), z.literal(false)])
    .prefault({})
    .describe("Pages of other origins. `false`: none of theirs may call, or the upstream answers itself."),
  maxBody: size().prefault("10Mi").describe("Largest request body."),
  timeouts: z
    .strictObject({
      connect: time("5s").describe("Time to reach the upstream."),
      read: time("60s").describe("Time between two pieces of the response; for WebSockets, of silence."),
      write: time("60s").describe("Time between two pieces of the request."),
    })
    .prefault({})
    .describe("How long the upstream may take."),
};

/** What of a route's fields does not go together, for the schemas of gateways that add to them. */
export function checkRoute(route: CheckedRoute, context: z.RefinementCtx): void {
  if (route.auth === "key") return;
  const refuse = (path: string[], message: string, allowed: string): void =>
    void context.addIssue({ code: "custom", path, message, params: { allowed } });
  if (route.groups !== undefined) refuse(["groups"], "groups are of consumers, and the route asks for no key", "none");
  const { rateLimit } = route;
  if (rateLimit !== false && rateLimit.by === "consumer")
    refuse(["rateLimit", "by"], "consumers are known by keys, and the route asks for none", "ip");
}

interface CheckedRoute {
  readonly auth: "key" | "none";
  readonly groups?: unknown;
  readonly rateLimit: false | { readonly by?: "consumer" | "ip" | undefined };
}

/** Schema of a route's data, where every default lives. */
export const routeSchema = () => z.strictObject(routeFields).superRefine(checkRoute);

/** A route's data with every default filled in. */
export type RouteSpec = z.output<ReturnType<typeof routeSchema>>;

/** A public path that leads to an endpoint. */
export type RouteProps = z.input<ReturnType<typeof routeSchema>> & {
  /** Where the path leads: one of the platform's endpoints, called with the gateway's own certificate. */
  readonly to: Endpoint<undefined>;
};
