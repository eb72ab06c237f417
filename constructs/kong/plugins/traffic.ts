import { z } from "zod";
import { KONG_CODES } from "../codes";
import { checkPeriods, flag, headerName, httpUrl, periods } from "./fields";
import { plain, type PluginForm } from "./form";
import { checkPolicy, policy, REDIS_CALLS, redisInput, redisWire } from "./redis";

const limiting = {
  header_name: headerName().optional(),
  limit_by: z.enum(["consumer", "credential", "ip"]).optional(),
  policy: policy(),
  fault_tolerant: flag(),
  block_on_first_violation: flag(),
  hide_client_headers: flag(),
  limits: z
    .record(z.string().min(1), z.strictObject(periods).superRefine(checkPeriods))
    .refine((limits) => Object.keys(limits).length > 0, { error: "no limit is named" }),
};

const status = () => z.int().min(100).max(599);

/**
 * Plugins that bound, answer and mark requests.
 *
 * Source: `kong/plugins/…/schema.lua` of Kong 3.9.3
 */
export const TRAFFIC_PLUGINS = {
  "correlation-id": plain(
    z.strictObject({
      header_name: headerName().optional(),
      generator: z.enum(["uuid", "uuid#counter", "tracker"]).optional(),
      echo_downstream: flag(),
    }),
  ),
  "proxy-cache": plain(
    z
      .strictObject({
        response_code: z.array(z.int().min(100).max(900)).min(1).optional(),
        request_method: z.array(z.enum(["HEAD", "GET", "POST", "PATCH", "PUT"])).optional(),
        content_type: z.array(z.string().min(1)).optional(),
        cache_ttl: z.int().min(1).optional(),
        strategy: z.literal("memory"),
        cache_control: flag(),
        ignore_uri_case: flag(),
        storage_ttl: z.int().optional(),
        memory: z.strictObject({ dictionary_name: z.literal("kong_db_cache").optional() }).optional(),
        vary_query_params: z.array(z.string().min(1)).optional(),
        vary_headers: z.array(z.string().min(1)).optional(),
        response_headers: z.strictObject({ age: flag(), "X-Cache-Status": flag(), "X-Cache-Key": flag() }).optional(),
      })
      .superRefine(({ vary_headers: vary = [] }, context) => {
        // `cache_control` does not help: Kong 3.9 then looks at a variable that nginx does not have, in place of the header.
        if (vary.some((name) => name.toLowerCase() === "authorization")) return;
        const params = { code: KONG_CODES.sharedCache, allowed: "a list with Authorization" };
        const message = "users of one consumer would share one answer";
        context.addIssue({ code: "custom", path: ["vary_headers"], message, params });
      }),
  ),
  redirect: plain(
    z.strictObject({ status_code: status().optional(), location: httpUrl(), keep_incoming_path: flag() }),
  ),
  "request-termination": plain(
    z
      .strictObject({
        status_code: status().optional(),
        message: z.string().optional(),
        content_type: z.string().min(1).optional(),
        body: z.string().optional(),
        echo: flag(),
        trigger: headerName().optional(),
      })
      .superRefine(({ message, content_type: type, body, echo }, context) => {
        const refuse = (path: string, text: string, allowed: string): void =>
          void context.addIssue({ code: "custom", path: [path], message: text, params: { allowed } });
        if (message !== undefined && (type ?? body) !== undefined)
          refuse("message", "stands beside a body of its own", "message, or content_type and body");
        if (type !== undefined && body === undefined) refuse("content_type", "there is no body", "with body");
        if (echo === true && (type ?? body) !== undefined) refuse("echo", "stands beside a body", "echo, or body");
      }),
  ),
  "response-ratelimiting": {
    input: z.strictObject({ ...limiting, redis: redisInput().optional() }).superRefine(checkPolicy),
    wire: z.strictObject({ ...limiting, redis: redisWire().optional() }).superRefine(checkPolicy),
    calls: REDIS_CALLS,
  },
} as const satisfies Readonly<Record<string, PluginForm>>;
