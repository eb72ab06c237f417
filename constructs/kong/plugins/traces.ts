import { z } from "zod";
import { destination, rawAddress } from "../../gateway/destination";
import { flag, headerName, headers, httpUrl, milliseconds, oneOf, plainHeaders, queue, requestPath } from "./fields";
import { ownTo, urlOf, type PluginForm } from "./form";

const EXTRACTED = ["aws", "b3", "datadog", "gcp", "jaeger", "ot", "w3c"] as const;
const INJECTED = [...EXTRACTED, "b3-single"] as const;
const propagation = () =>
  z
    .strictObject({
      extract: z.array(z.enum(EXTRACTED)).optional(),
      clear: z.array(headerName()).optional(),
      inject: z.array(z.enum([...INJECTED, "preserve"])).optional(),
      default_format: z.enum(INJECTED),
    })
    .optional();

const tracing = {
  queue: queue(),
  connect_timeout: milliseconds().optional(),
  send_timeout: milliseconds().optional(),
  read_timeout: milliseconds().optional(),
  http_response_header_for_traceid: z.string().min(1).optional(),
  propagation: propagation(),
};

const opentelemetry = {
  ...tracing,
  resource_attributes: z.record(z.string().min(1), z.string().min(1)).optional(),
};

const samplingRate = () => z.number().min(0).max(1);

/** Tags that the plugin sets itself. */
const OWN_TAGS =
  /^(?:error|http\.(?:method|path|status_code)|kong\.(?:balancer\.(?:state|try)|consumer|credential|node\.id|route|service)|lc|peer\.hostname)$/;

const zipkin = {
  ...tracing,
  local_service_name: z.string().min(1).optional(),
  sample_ratio: z.number().min(0).max(1).optional(),
  default_service_name: z.string().min(1).optional(),
  include_credential: flag(),
  traceid_byte_count: z.literal([8, 16]).optional(),
  tags_header: z.string().min(1).optional(),
  static_tags: z
    .array(
      z.strictObject({
        name: z
          .string()
          .min(1)
          .refine((name) => !OWN_TAGS.test(name), { error: "the plugin sets this tag itself" }),
        value: z.string().min(1),
      }),
    )
    .refine((tags) => new Set(tags.map(({ name }) => name)).size === tags.length, { error: "a tag stands here twice" })
    .optional(),
  http_span_name: z.enum(["method", "method_path"]).optional(),
  phase_duration_flavor: z.enum(["annotations", "tags"]).optional(),
};

/**
 * Plugins that tell others how long what passed took.
 *
 * Source: `kong/plugins/…/schema.lua` and `kong/observability` of Kong 3.9.3
 */
export const TRACE_PLUGINS = {
  opentelemetry: {
    input: z
      .strictObject({
        ...opentelemetry,
        // Unset, Kong would take the rate of the whole server, which is one for all plugins.
        sampling_rate: samplingRate()
          .default(0.01)
          .describe("Share of requests that are traced: 0 for none, 1 for all."),
        headers: headers().optional(),
        to: destination(),
        traces_path: requestPath().optional(),
        logs_path: requestPath().optional(),
        ...{ traces_endpoint: rawAddress(), logs_endpoint: rawAddress(), endpoint: rawAddress() },
      })
      .superRefine(oneOf("traces_path", "logs_path")),
    wire: z
      .strictObject({
        ...opentelemetry,
        sampling_rate: samplingRate().optional(),
        headers: plainHeaders().optional(),
        traces_endpoint: httpUrl().optional(),
        logs_endpoint: httpUrl().optional(),
      })
      .superRefine(oneOf("traces_endpoint", "logs_endpoint")),
    calls: {
      outside: "plugin",
      to: ownTo,
      write: ({ to: _, traces_path: traces, logs_path: logs, ...rest }, way) => ({
        ...rest,
        traces_endpoint: urlOf(way, traces),
        logs_endpoint: urlOf(way, logs),
      }),
    },
  },
  zipkin: {
    input: z.strictObject({
      ...zipkin,
      to: destination(),
      path: requestPath().default("/api/v2/spans"),
      http_endpoint: rawAddress(),
    }),
    wire: z.strictObject({ ...zipkin, http_endpoint: httpUrl() }),
    calls: {
      outside: "plugin",
      to: ownTo,
      write: ({ to: _, path, ...rest }, way) => ({ ...rest, http_endpoint: urlOf(way, path) }),
    },
  },
} as const satisfies Readonly<Record<string, PluginForm>>;
