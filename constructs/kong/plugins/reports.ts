import { z } from "zod";
import { destination, rawAddress } from "../../gateway/destination";
import { fieldsByLua, flag, headers, httpUrl, plainHeaders, port, queue, requestPath } from "./fields";
import { ownTo, plain, urlOf, type PluginForm } from "./form";

const time = () => z.number().min(0).optional();

const httpLog = {
  method: z.enum(["POST", "PUT", "PATCH"]).optional(),
  content_type: z.enum(["application/json", "application/json; charset=utf-8"]).optional(),
  timeout: time(),
  keepalive: time(),
  queue: queue(),
  custom_fields_by_lua: fieldsByLua(),
};

const tcpLog = { timeout: time(), keepalive: time(), custom_fields_by_lua: fieldsByLua() };

const consumerIdentifier = () => z.enum(["consumer_id", "custom_id", "username"]).optional();
const serviceIdentifier = () =>
  z.enum(["service_id", "service_name", "service_host", "service_name_or_host"]).optional();
const workspaceIdentifier = () => z.enum(["workspace_id", "workspace_name"]).optional();

const METRICS = [
  "kong_latency",
  "latency",
  "request_count",
  "request_per_user",
  "request_size",
  "response_size",
  "shdict_usage",
  "status_count",
  "status_count_per_user",
  "status_count_per_user_per_route",
  "status_count_per_workspace",
  "unique_users",
  "upstream_latency",
] as const;

const statsd = {
  prefix: z.string().min(1).optional(),
  metrics: z
    .array(
      z
        .strictObject({
          name: z.enum(METRICS),
          stat_type: z.enum(["counter", "gauge", "histogram", "meter", "set", "timer"]),
          sample_rate: z.number().gt(0).optional(),
          consumer_identifier: consumerIdentifier(),
          service_identifier: serviceIdentifier(),
          workspace_identifier: workspaceIdentifier(),
        })
        .refine(({ stat_type: type, sample_rate: rate }) => rate !== undefined || !/^(?:counter|gauge)$/.test(type), {
          error: "counters and gauges have a sample_rate",
        }),
    )
    .optional(),
  allow_status_codes: z.array(z.string().regex(/^[0-9]+-[0-9]+$/)).optional(),
  hostname_in_prefix: flag(),
  consumer_identifier_default: consumerIdentifier(),
  service_identifier_default: serviceIdentifier(),
  workspace_identifier_default: workspaceIdentifier(),
  tag_style: z.enum(["dogstatsd", "influxdb", "librato", "signalfx"]).optional(),
  queue: queue(),
};

const addresses = { host: rawAddress(), port: rawAddress() };

/**
 * Plugins that tell others what passed.
 *
 * Source: `kong/plugins/…/schema.lua` of Kong 3.9.3
 */
export const REPORT_PLUGINS = {
  "file-log": plain(
    z.strictObject({
      // Every other file is on a root that is read-only, or in memory that fills up.
      path: z.enum(["/dev/stdout", "/dev/stderr"]),
      reopen: flag(),
      custom_fields_by_lua: fieldsByLua(),
    }),
  ),
  "http-log": {
    input: z.strictObject({
      ...httpLog,
      headers: headers().optional(),
      to: destination(),
      path: requestPath().default("/"),
      http_endpoint: rawAddress(),
    }),
    wire: z.strictObject({ ...httpLog, headers: plainHeaders().optional(), http_endpoint: httpUrl() }),
    calls: {
      outside: "tunnel",
      to: ownTo,
      write: ({ to: _, path, ...rest }, way) => ({ ...rest, http_endpoint: urlOf(way, path) }),
    },
  },
  prometheus: plain(
    z.strictObject({
      per_consumer: flag(),
      status_code_metrics: flag(),
      ai_metrics: flag(),
      latency_metrics: flag(),
      bandwidth_metrics: flag(),
      upstream_health_metrics: flag(),
    }),
  ),
  statsd: {
    // Packets without a connection are nothing that the graph can open a way for.
    input: z.strictObject({ ...statsd, to: destination(), use_tcp: z.literal(true).optional(), ...addresses }),
    wire: z.strictObject({ ...statsd, host: z.string().min(1), port: port(), use_tcp: z.literal(true) }),
    calls: {
      outside: "tunnel",
      to: ownTo,
      write: ({ to: _, ...rest }, { host, port: at }) => ({ ...rest, host, port: at, use_tcp: true }),
    },
  },
  "tcp-log": {
    input: z.strictObject({ ...tcpLog, to: destination(), ...addresses, tls: rawAddress(), tls_sni: rawAddress() }),
    wire: z.strictObject({ ...tcpLog, host: z.string().min(1), port: port(), tls: z.literal(false) }),
    calls: {
      outside: "tunnel",
      to: ownTo,
      write: ({ to: _, ...rest }, { host, port: at }) => ({ ...rest, host, port: at, tls: false }),
    },
  },
} as const satisfies Readonly<Record<string, PluginForm>>;
