import { z } from "zod";
import { checkPeriods, headerName as header, periods, port } from "./plugins/fields";
import { WIRE_SCHEMAS } from "./plugins/plugins";
import { checkPolicy, policy, redisWire } from "./plugins/redis";

const uuid = () => z.uuid();
const milliseconds = () =>
  z
    .int()
    .min(1)
    .max(2 ** 31 - 2);
const METHODS = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"] as const;

/** Settings of the plugins that the fields of routes set. */
const CONFIGS = {
  acl: z
    .strictObject({
      allow: z.array(z.string()).min(1).optional(),
      deny: z.array(z.string()).min(1).optional(),
      hide_groups_header: z.boolean().optional(),
      always_use_authenticated_groups: z.boolean().optional(),
    })
    .refine(({ allow, deny }) => (allow === undefined) !== (deny === undefined), "one of allow and deny"),
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
  "rate-limiting": z
    .strictObject({
      ...periods,
      limit_by: z.enum(["consumer", "credential", "ip", "service", "header", "path"]).optional(),
      header_name: header().optional(),
      path: z.string().startsWith("/").optional(),
      policy: policy(),
      fault_tolerant: z.boolean().optional(),
      redis: redisWire().optional(),
      hide_client_headers: z.boolean().optional(),
      error_code: z.number().optional(),
      error_message: z.string().optional(),
    })
    .superRefine((limits, context) => {
      checkPeriods(limits, context);
      checkPolicy(limits, context);
    }),
  "request-size-limiting": z.strictObject({
    allowed_payload_size: z.int().optional(),
    size_unit: z.enum(["megabytes", "kilobytes", "bytes"]).optional(),
    require_content_length: z.boolean().optional(),
  }),
} as const;

const SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map([...WIRE_SCHEMAS, ...Object.entries(CONFIGS)]);

const plugin = z
  .strictObject({
    id: uuid(),
    name: z.string().refine((name) => SCHEMAS.has(name), { error: "not a plugin of this gateway" }),
    config: z.record(z.string(), z.unknown()),
    // Where it stands beside the routes.
    route: z.string().optional(),
  })
  .superRefine(({ name, config }, context) => {
    const result = SCHEMAS.get(name)?.safeParse(config);
    for (const issue of result?.error?.issues ?? []) context.addIssue({ ...issue, path: ["config", ...issue.path] });
  });

const pluginsOf = () =>
  z
    .array(plugin)
    .refine(
      (plugins) => new Set(plugins.map(({ name, route }) => `${name} ${route ?? ""}`)).size === plugins.length,
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
  plugins: pluginsOf().refine(
    (plugins) => plugins.every(({ route }) => route === undefined),
    "names its own route again",
  ),
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
    // What comes with the keys, for whoever reads the routes. Kong looks at nothing in it.
    _ignore: z.array(z.unknown()).optional(),
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
    (
      { services, plugins, consumers, keyauth_credentials: credentials = [], ca_certificates: authorities },
      context,
    ) => {
      const refuse = (message: string): void => void context.addIssue({ code: "custom", message });
      const names = new Set(consumers.map(({ username }) => username));
      const routes = services.flatMap((item) => item.routes);
      for (const { name, route: at } of plugins) {
        if (at === undefined) continue;
        const place = routes.find((item) => item.name === at);
        if (place === undefined) refuse("a plugin of a route that is not there");
        if (place?.plugins.some((other) => other.name === name) === true) refuse("a plugin stands at its route twice");
      }
      if (credentials.some(({ consumer }) => !names.has(consumer))) refuse("a key of nobody");
      if (new Set(credentials.map(({ key }) => key)).size < credentials.length) refuse("two consumers with one key");
      const known = new Set(authorities.map(({ id }) => id));
      if (services.some((item) => item.ca_certificates.some((id) => !known.has(id))))
        refuse("an authority that is not there");
    },
  );
