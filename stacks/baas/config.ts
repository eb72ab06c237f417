import { z } from "zod";
import { routeFields } from "../../constructs/gateway/route";
import { entityName } from "../../constructs/keycloak/names";
import { identityProviderSchema, smtpSchema } from "../../constructs/keycloak/realm-schema";
import { keycloakSchema, LEAST_KEYCLOAK_MEMORY } from "../../constructs/keycloak/schema";
import { jsonPluginsSchema } from "../../constructs/kong/plugins/plugins";
import { kongSchema, LEAST_KONG_MEMORY } from "../../constructs/kong/schema";
import { authorities } from "../../constructs/model/external-endpoint";
import { hostname } from "../../constructs/model/hostname";
import { LEAST_MEMORY } from "../../constructs/model/units";
import { LEAST_STORAGE } from "../../constructs/postgres/memory";
import { postgresSchema } from "../../constructs/postgres/schema";
import { POSTGRES_VERSIONS } from "../../constructs/postgres/versions";
import { LEAST_POSTGREST_MEMORY, postgrestSchema } from "../../constructs/postgrest/schema";
import { acceptedBy } from "../config/accepted";
import { platformSettings } from "../config/platform-settings";
import { cpuText, sizeText } from "../config/quantity";

const server = postgresSchema();

const databaseFields = z.strictObject({
  version: z.literal(POSTGRES_VERSIONS).default(17).describe("Major version of PostgreSQL."),
  storage: sizeText(LEAST_STORAGE).describe(
    "Size of the database's disk, for example 20Gi. On Kubernetes it grows by hand alone: docs/guides/postgres.md.",
  ),
  storageClass: server.shape.storageClass,
  resources: z
    .strictObject({
      cpu: z.strictObject({
        request: cpuText().describe("Processor time that is reserved for the database, for example 250m."),
        limit: cpuText().describe("The most processor time that the database gets, for example 1."),
      }),
      memory: z.strictObject({
        request: sizeText(LEAST_MEMORY).describe("Memory that is reserved for the database, for example 1Gi."),
        limit: sizeText(LEAST_MEMORY).describe("The most memory that the database gets; its caches follow from it."),
      }),
    })
    .describe("What the database may take."),
  maxConnections: server.shape.maxConnections,
  extensions: z.array(z.string()).default([]).describe("Extensions of the database app, for example vector,pg_trgm."),
  audit: z.boolean().default(false).describe("Whether changes of data, roles and structure are logged by pgAudit."),
  statements: z.boolean().default(true).describe("Whether pg_stat_statements counts and times statements."),
  settings: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe('More of postgresql.conf, by name, for example {"log_min_duration_statement": "1s"}.'),
});

const databaseSection = databaseFields
  .superRefine(acceptedBy(server, databaseProps))
  .describe("The PostgreSQL server.");

const rest = postgrestSchema.shape;

const restSection = z
  .strictObject({
    audience: z.string().min(1).optional().describe("What tokens must name as `aud`. Default: the platform's name."),
    schemas: rest.schemas,
    extraSearchPath: rest.extraSearchPath,
    preRequest: rest.preRequest,
    maxRows: rest.maxRows,
    poolSize: rest.poolSize,
    aggregates: rest.aggregates,
    openapi: rest.openapi,
    corsOrigins: rest.corsOrigins,
    logLevel: rest.logLevel,
    replicas: rest.replicas,
    resources: z
      .strictObject({
        cpu: cpuText().describe("Processor limit of a replica; a fifth of it is reserved."),
        memory: sizeText(LEAST_POSTGREST_MEMORY).describe("Memory limit of a replica; half of it is reserved."),
      })
      .describe("What a replica may take."),
  })
  .superRefine(acceptedBy(postgrestSchema, ({ audience = "default", ...section }) => ({ ...section, audience })))
  .describe("The REST API.");

const auth = keycloakSchema.shape;

/** Where a server outside is: what an external endpoint needs beside its name. */
const outside = {
  cidrs: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .default([])
    .describe("Addresses of the server, for network policies on Kubernetes."),
  ca: authorities().optional().describe("Certificates that sign the server's, as PEM. Default: the public ones."),
};

const authSection = z
  .strictObject({
    path: auth.path,
    realm: auth.realm,
    defaultClients: z
      .boolean()
      .default(true)
      .describe(
        "Whether the realm begins with the client `web`, for pages of the public host (in dev any of them, elsewhere `/` until `realm.clients.web.redirectUris` names others), and `service`, which may do everything in the API.",
      ),
    smtp: smtpSchema()
      .extend({
        host: hostname().describe("Mail relay, for example smtp.acme.example."),
        port: z.int().min(1).max(65535).default(587).describe("Its port."),
        ...outside,
      })
      .optional()
      .describe("How mail is sent. Where `user` is set, the secret `smtp-password` is asked for. Default: no mail."),
    identityProviders: z
      .record(entityName(), identityProviderSchema().extend(outside))
      .default({})
      .describe("Foreign providers of identities, by alias. For each the secret `identity-<alias>` is asked for."),
    logLevel: auth.logLevel,
    resources: z
      .strictObject({
        cpu: cpuText().describe("Processor limit; a fifth of it is reserved."),
        memory: sizeText(LEAST_KEYCLOAK_MEMORY).describe("Memory limit; three quarters of it are reserved."),
      })
      .describe("What the server may take."),
  })
  .describe("The identity provider.");

const kong = kongSchema.shape;

const gatewaySection = z
  .strictObject({
    publicTls: kong.publicTls,
    via: kong.via,
    redirectHttp: kong.redirectHttp,
    consumers: kong.consumers.default({ web: { groups: [] } }),
    trustedProxies: kong.trustedProxies,
    restPath: routeFields.path.default("/rest/v1").describe("Where the REST API is."),
    restRateLimit: z
      .int()
      .min(1)
      .default(600)
      .describe("Requests a minute that one consumer may make of the REST API."),
    plugins: jsonPluginsSchema().describe(
      "More plugins of Kong's open-source distribution, by name, each with its `config`. They hold no secrets and call nobody.",
    ),
    logLevel: kong.logLevel,
    replicas: kong.replicas,
    resources: z
      .strictObject({
        cpu: cpuText().describe("Processor limit of a replica; a fifth of it is reserved."),
        memory: sizeText(LEAST_KONG_MEMORY).describe("Memory limit of a replica; half of it is reserved."),
      })
      .describe("What a replica may take."),
  })
  .describe("The gateway: the one way in.");

/** The config of the stack `baas`: `ashlar:baas` in an environment file. */
export const baasSchema = platformSettings("baas").extend({
  database: databaseSection,
  rest: restSection,
  auth: authSection,
  gateway: gatewaySection,
});

/** The config with every default filled in. */
export type BaasConfig = z.output<typeof baasSchema>;

/** What of the section is the server's own. */
export function databaseProps({ extensions, audit, ...section }: z.output<typeof databaseFields>) {
  return {
    ...withoutUndefined(section),
    audit: audit ? {} : (false as const),
    databases: { keycloak: {}, app: { extensions: Object.fromEntries(extensions.map((name) => [name, {}])) } },
  };
}

/** Optional keys of a component are left out, never undefined. */
export function withoutUndefined<Section extends object>(section: Section) {
  return Object.fromEntries(Object.entries(section).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Section]: Exclude<Section[Key], undefined>;
  };
}
