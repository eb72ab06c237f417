import { z } from "zod";
import { destination, rawAddress, type Destination } from "../../gateway/destination";
import { secretRef } from "../../model/secret";
import { milliseconds, port } from "./fields";
import type { Calls, Settings } from "./form";

const common = {
  timeout: milliseconds().optional(),
  username: z.string().min(1).optional(),
  database: z.int().min(0).optional(),
};

/** Schema of a Redis as a user names it. */
export const redisInput = () =>
  z.strictObject({
    ...common,
    to: destination(),
    password: secretRef().optional(),
    ...{ host: rawAddress(), port: rawAddress(), ssl: rawAddress(), ssl_verify: rawAddress() },
    server_name: rawAddress(),
  });

/** Schema of a Redis as Kong reads it. The tunnel speaks TLS where there is TLS to speak. */
export const redisWire = () =>
  z.strictObject({
    ...common,
    host: z.string().min(1),
    port: port(),
    password: z.string().min(1).optional(),
    ssl: z.literal(false),
  });

/** Tells a policy without the Redis that it needs, and a Redis that nobody asks. */
export function checkPolicy(
  { policy = "local", redis }: { readonly policy?: string | undefined; readonly redis?: unknown },
  context: z.RefinementCtx,
): void {
  const refuse = (path: string, message: string, allowed: string): void =>
    void context.addIssue({ code: "custom", path: [path], message, params: { allowed, secret: true } });
  if (policy === "redis" && redis === undefined) refuse("redis", "the policy counts in a Redis", "{ to: … }");
  if (policy !== "redis" && redis !== undefined)
    refuse("policy", "a Redis is named, and nothing counts in it", "redis");
}

/** Schema of where limits are counted. */
export const policy = () =>
  z
    .enum(["local", "redis"], {
      error: ({ input }) => (input === "cluster" ? "counts in a database, and the gateway has none" : undefined),
    })
    .optional();

/** How limits call a Redis. */
export const REDIS_CALLS: Calls = {
  outside: "tunnel",
  to: ({ redis }) => (redis as { readonly to: Destination } | undefined)?.to,
  write: ({ redis, ...rest }, { host, port: redisPort }) => {
    const { to: _, ...settings } = redis as Settings;
    return { ...rest, redis: { ...settings, host, port: redisPort, ssl: false } };
  },
};
