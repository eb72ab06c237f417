import { z } from "zod";
import { KONG_PLUGINS } from "./plugins";

const uuid = () => z.uuid();
const milliseconds = () =>
  z
    .int()
    .min(1)
    .max(2 ** 31 - 2);
const port = () => z.int().min(1).max(65535);
const METHODS = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"] as const;
const header = () => z.string().regex(/^[A-Za-z0-9_-]+$/);

/** Settings of the plugins that the component sets itself. Others are a user's, and Kong judges them. */
const CONFIGS = {
  acl: z
    .strictObject({
      allow: z.array(z.string()).min(1).optional(),
      deny: z.array(z.string()).min(1).optional(),
      hide_groups_header: z.boolean().optional(),
      always_use_authenticated_groups: z.boolean().optional(),
    })
    .refine(({ allow, deny }) => (allow === undefined) !== (deny === undefined), "one of allow and deny"),
  "correlation-id": z.strictObject({
    header_name: header().optional(),
    generator: z.enum(["uuid", "uuid#counter", "tracker"]).optional(),
    echo_downstream: z.boolean().optional(),
  }),
  cors: z.strictObject({
    origins: z.array(z.string()).min(1),
    headers: z.array(header()).optional(),
    exposed_headers: z.array(header()).optional(),
    methods: z.array(z.enum(METHODS)).optional(),
    max_age: z.number().optional(),
    credentials: z.boolean().optional(),
    private_network: z.boolean().optional(),
    preflight_continue: z.boolean().optional(),
  }),
  "key-auth": z.strictObject({
    key_names: z.array(header()).min(1).optional(),
    hide_credentials: z.boolean().optional(),
    anonymous: z.string().optional(),
    key_in_header: z.boolean().optional(),
    key_in_query: z.boolean().optional(),
    key_in_body: z.boolean().optional(),
    run_on_preflight: z.boolean().optional(),
    realm: z.string().optional(),
  }),
  "pre-function": z.strictObject(
    Object.fromEntries(
      ["certificate", "rewrite", "access", "header_filter", "body_filter", "log"].map((phase) => [
        phase,
        z.array(z.string()).optional(),
      ]),
    ),
  ),
  prometheus: z.strictObject({
    per_consumer: z.boolean().optional(),
    status_code_metrics: z.boolean().optional(),
    ai_metrics: z.boolean().optional(),
    latency_metrics: z.boolean().optional(),
    bandwidth_metrics: z.boolean().optional(),
    upstream_health_metrics: z.boolean().optional(),
  }),
  "rate-limiting": z.strictObject({
    ...Object.fromEntries(
      ["second", "minute", "hour", "day", "month", "year"].map((period) => [period, z.number().gt(0).optional()]),
    ),
    limit_by: z.enum(["consumer", "credential", "ip", "service", "header", "path"]).optional(),
    header_name: header().optional(),
    path: z.string().startsWith("/").optional(),
    // Without a database there is no third one.
    policy: z.enum(["local", "redis"]).optional(),
    fault_tolerant: z.boolean().optional(),
    hide_client_headers: z.boolean().optional(),
    error_code: z.number().optional(),
    error_message: z.string().optional(),
  }),
  "request-size-limiting": z.strictObject({
    allowed_payload_size: z.int().optional(),
    size_unit: z.enum(["megabytes", "kilobytes", "bytes"]).optional(),
    require_content_length: z.boolean().optional(),
  }),
} as const;

const plugin = z
  .strictObject({ id: uuid(), name: z.enum(KONG_PLUGINS), config: z.record(z.string(), z.unknown()) })
  .superRefine(({ name, config }, context) => {
    if (!(name in CONFIGS)) return;
    const result = CONFIGS[name as keyof typeof CONFIGS].safeParse(config);
    for (const issue of result.error?.issues ?? []) context.addIssue({ ...issue, path: ["config", ...issue.path] });
  });

const pluginsOf = () =>
  z
    .array(plugin)
    .refine(
      (plugins) => new Set(plugins.map(({ name }) => name)).size === plugins.length,
      "a plugin stands here twice",
    );

const route = z.strictObject({
  id: uuid(),
  name: z.string().regex(/^[\w.\-~]+$/),
  hosts: z.array(z.string()).min(1),
  paths: z.array(z.string().regex(/^~?\//)).min(1),
  methods: z.array(z.string().regex(/^[A-Z]+$/)).optional(),
  protocols: z.tuple([z.literal("https")]),
  https_redirect_status_code: z.literal([426, 301, 302, 307, 308]),
  strip_path: z.boolean(),
  // With the client's host kept, the upstream's certificate would be checked against that.
  preserve_host: z.literal(false),
  request_buffering: z.boolean().optional(),
  response_buffering: z.boolean().optional(),
  plugins: pluginsOf(),
});

const service = z.strictObject({
  id: uuid(),
  name: z.string().regex(/^[\w.\-~]+$/),
  protocol: z.literal("https"),
  host: z.string().min(1),
  port: port(),
  path: z.string().startsWith("/"),
  retries: z.int().min(0).max(32767).optional(),
  connect_timeout: milliseconds(),
  read_timeout: milliseconds(),
  write_timeout: milliseconds(),
  tls_verify: z.literal(true),
  tls_verify_depth: z.int().min(0).max(64),
  ca_certificates: z.array(uuid()).min(1),
  routes: z.array(route),
});

/**
 * A complete declarative file of Kong 3.9, as the component writes it: stricter than Kong itself, which takes a service
 * that checks nothing. Unknown keys are refused here as they are by Kong, so what is rendered is held against this.
 *
 * Source: `kong/db/schema/entities` and `kong/plugins/…/schema.lua` of Kong 3.9.3
 */
export const kongDeclaration = z
  .strictObject({
    _format_version: z.literal("3.0"),
    services: z.array(service),
    plugins: pluginsOf(),
    consumers: z.array(
      z.strictObject({
        id: uuid(),
        username: z.string().min(1),
        acls: z.array(z.strictObject({ id: uuid(), group: z.string().min(1) })).optional(),
      }),
    ),
    keyauth_credentials: z
      .array(z.strictObject({ id: uuid(), consumer: z.string().min(1), key: z.string().min(1) }))
      .optional(),
    ca_certificates: z.array(
      z.strictObject({ id: uuid(), cert: z.string().startsWith("-----BEGIN CERTIFICATE-----\n") }),
    ),
  })
  .superRefine(
    ({ services, consumers, keyauth_credentials: credentials = [], ca_certificates: authorities }, context) => {
      const refuse = (message: string): void => void context.addIssue({ code: "custom", message });
      const names = new Set(consumers.map(({ username }) => username));
      if (credentials.some(({ consumer }) => !names.has(consumer))) refuse("a key of nobody");
      if (new Set(credentials.map(({ key }) => key)).size < credentials.length) refuse("two consumers with one key");
      const known = new Set(authorities.map(({ id }) => id));
      if (services.some((item) => item.ca_certificates.some((id) => !known.has(id))))
        refuse("an authority that is not there");
    },
  );
