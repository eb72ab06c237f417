import { z } from "zod";
import { destination } from "../gateway/destination";
import { checkRoute, groupName, routeFields } from "../gateway/route";
import { certificateIssuer } from "../model/certificate-issuer";
import { exposureViaSchema } from "../model/exposure-via";
import { ID } from "../model/names";
import { replicasByTarget } from "../model/replicas";
import { secretRef } from "../model/secret";
import { textForm } from "../model/text-form";
import { cpu, duration, Size, size } from "../model/units";
import { pluginsSchema } from "./plugins/plugins";

/** With less, a worker that reloads has no room for the one that it replaces. */
export const LEAST_KONG_MEMORY = Size.mebibytes(256);

const publicTls = () =>
  z.discriminatedUnion("kind", [
    z
      .strictObject({ kind: z.literal("platform") })
      .describe("The platform's own authority signs: for development and private networks."),
    z
      .strictObject({ kind: z.literal("given") })
      .describe(
        "A certificate and key that you have, given as the secrets `public-certificate` and `public-key` of the gateway.",
      ),
    z
      .strictObject({
        kind: z.literal("issuer"),
        issuer: certificateIssuer().describe("A cert-manager issuer that is there."),
      })
      .describe("cert-manager has it issued, for example by Let's Encrypt. Kubernetes only."),
  ]);

/** The name of a consumer. */
export const consumerName = () =>
  textForm({ pattern: ID, message: "not a consumer's name", allowed: "a-z, 0-9 and -, beginning with a letter" });

/** Schema of a consumer. */
export const consumerSchema = () =>
  z.strictObject({ groups: z.array(groupName()).default([]).describe("Groups that routes admit.") });

const PLUGINS =
  "More plugins of Kong's open-source distribution, by name, each with its `config`. One that calls a server has `to`.";

/** Schema of one of Kong's routes: a gateway's, and any plugin. */
export const kongRouteSchema = () =>
  z.strictObject({ ...routeFields, plugins: pluginsSchema().describe(PLUGINS) }).superRefine(checkRoute);

const sharedLimits = () =>
  z.strictObject({
    to: destination().describe("The Redis: an endpoint of the platform, or an ExternalEndpoint."),
    username: z.string().min(1).optional().describe("User of the Redis. Default: its default user."),
    password: secretRef().optional().describe("Password of the user. Default: none is sent."),
    database: z.int().min(0).default(0).describe("Number of the Redis' database."),
    timeout: duration().prefault("2s").describe("Time to reach the Redis, and to wait for its answer."),
    failOpen: z
      .boolean()
      .default(true)
      .describe(
        "Whether requests pass uncounted while the Redis cannot be reached. `false`: they are answered with 500.",
      ),
  });

/** Schema of Kong's data, where every default lives. */
export const kongSchema = z.strictObject({
  publicTls: publicTls().prefault({ kind: "platform" }).describe("Who proves the public host to users."),
  via: exposureViaSchema()
    .prefault({ kind: "load-balancer" })
    .describe("How the outside reaches the gateway on Kubernetes. Compose publishes its ports."),
  redirectHttp: z
    .boolean()
    .optional()
    .describe("Whether port 80 is published and leads to https. Default: when the public url is on port 443."),
  consumers: z
    .record(consumerName(), consumerSchema())
    .default({})
    .describe("Who calls with a key, by name. Each key is a secret."),
  trustedProxies: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .default([])
    .describe("Addresses of proxies in front whose X-Forwarded-For is believed. Default: nobody's."),
  sharedLimits: sharedLimits()
    .optional()
    .describe(
      "A Redis in which all replicas count limits together. Default: each counts by itself, and has its share.",
    ),
  plugins: pluginsSchema().describe(PLUGINS),
  logLevel: z
    .enum(["debug", "info", "notice", "warn", "error", "crit"])
    .default("notice")
    .describe("What the server logs."),
  replicas: replicasByTarget(50)
    .default(1)
    .describe(
      "Gateways at a time, or how many on each target: `{ kubernetes: 3 }`, and one on a target that is not named. A Docker host has one address, and so one gateway.",
    ),
  resources: z
    .strictObject({
      cpu: cpu().prefault("1").describe("Processor limit of a replica; a fifth of it is reserved."),
      memory: size(LEAST_KONG_MEMORY).prefault("512Mi").describe("Memory limit of a replica; half of it is reserved."),
    })
    .prefault({})
    .describe("What a replica may take."),
});

/** The data with every default filled in. */
export type KongSpec = z.output<typeof kongSchema>;

/** A route with every default filled in. */
export type KongRouteSpec = z.output<ReturnType<typeof kongRouteSchema>>;
