import { z } from "zod";
import { textForm } from "../model/text-form";
import { cpu, Size, size } from "../model/units";
import { url } from "../model/url";
import { roleName, schemaName } from "../postgres/identifier";

/** Owns the schemas of the keys and of the claim functions, and logs in as the keys job. */
export const KEYS_ROLE = "postgrest_keys";

/** What the server takes for an audience: any text, or a URI when there is a colon in it. */
const audience = () =>
  z
    .string({ error: "the audience is missing" })
    .min(1)
    .refine((text) => !text.includes(":") || /^[A-Za-z][A-Za-z0-9+.-]*:[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/.test(text), {
      error: "the audience has a colon and is not a URI",
      params: { allowed: "a text without a colon, or a URI such as https://acme.example" },
    });

/** The least memory of a replica: the runtime, a pool and the description of a small schema. Half of it is reserved. */
export const LEAST_POSTGREST_MEMORY = Size.mebibytes(32);

/** Schemas of the keys job, unless they are said. */
const OWN_SCHEMA = { keysSchema: "postgrest", claimsSchema: "auth" } as const;

const fields = z.strictObject({
  audience: audience().describe("What tokens must name as `aud`. Tokens without an audience are refused."),
  schemas: z
    .array(schemaName())
    .min(1)
    .default(["api"])
    .describe("Database schemas that are served; the first is the default one. Made when they are not there."),
  extraSearchPath: z
    .array(schemaName())
    .default(["public"])
    .describe("Schemas whose objects can be used without being served, for example those of extensions."),
  roles: z
    .strictObject({
      anonymous: roleName().default("anon").describe("Role of requests without a token."),
      authenticated: roleName().default("authenticated").describe("Role of signed-in users."),
      service: roleName().default("service_role").describe("Role of trusted services; policies do not apply to it."),
      authenticator: roleName()
        .default("authenticator")
        .describe("Role that the server logs in as; may do nothing itself."),
    })
    .prefault({})
    .describe("Database roles. Several servers on one PostgreSQL share them unless they are renamed."),
  keysSchema: schemaName()
    .default(OWN_SCHEMA.keysSchema)
    .describe("Schema of the server's keys and of the check of each request. Each server on a database has its own."),
  claimsSchema: schemaName()
    .default(OWN_SCHEMA.claimsSchema)
    .describe("Schema of the functions that policies read claims with: jwt(), uid() and role()."),
  preRequest: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,62}\.[a-z_][a-z0-9_]{0,62}$/)
    .optional()
    .describe("A function of yours, `schema.name`, that is called before each request. Default: none."),
  maxRows: z.int().positive().default(1000).describe("Rows in one response, at most."),
  poolSize: z.int().min(1).max(200).default(10).describe("Connections to the database, for each replica."),
  aggregates: z
    .boolean()
    .default(false)
    .describe("Whether clients may ask for sums and averages, which can be costly."),
  openapi: z
    .enum(["follow-privileges", "ignore-privileges", "disabled"])
    .default("follow-privileges")
    .describe("What the root path tells of the schema."),
  publicPath: textForm({
    pattern: /^(?:(?:\/[A-Za-z0-9._~-]+)+)?$/,
    message: "not a path",
    allowed: "nothing, or segments like /rest/v1",
  })
    .default("")
    .describe("Where a gateway serves it below the public url. The OpenAPI description names it."),
  corsOrigins: z
    .array(url())
    .optional()
    .describe("Web origins that may call. Default: the platform's public url, or none when that is not set."),
  logLevel: z.enum(["crit", "error", "warn", "info", "debug"]).default("warn").describe("What the server logs."),
  replicas: z.int().min(1).max(50).default(1).describe("Servers at a time."),
  resources: z
    .strictObject({
      cpu: cpu().prefault("500m").describe("Processor limit of a replica; a fifth of it is reserved."),
      memory: size(LEAST_POSTGREST_MEMORY)
        .prefault("256Mi")
        .describe("Memory limit of a replica; half of it is reserved."),
    })
    .prefault({})
    .describe("What a replica may take."),
});

/** Schema of PostgREST's data, where every default lives. */
export const postgrestSchema = fields.superRefine((spec, context) => {
  const refuse = (path: readonly PropertyKey[], message: string, input: unknown, allowed: string): void => {
    context.addIssue({ code: "custom", path: [...path], message, input, params: { allowed } });
  };
  // The roles' rights add up: were two of them one, everybody would have those of the service.
  const names = Object.values(spec.roles);
  if (new Set([...names, KEYS_ROLE]).size <= names.length) {
    const message = `two roles have the same name, or one is called ${KEYS_ROLE}`;
    refuse(["roles"], message, spec.roles, `four different names, none of them ${KEYS_ROLE}`);
  }
  // Both belong to the keys job, and what is served can be called by anybody.
  for (const key of ["keysSchema", "claimsSchema"] as const) {
    const [name, served] = [spec[key], spec.schemas.indexOf(spec[key])];
    // Told where it can be mended: at what was set.
    if (served >= 0 && name === OWN_SCHEMA[key]) {
      const allowed = `schemas other than ${spec.keysSchema} (keysSchema) and ${spec.claimsSchema} (claimsSchema)`;
      refuse(["schemas", served], `the schema is the server's own, as its ${key}`, name, allowed);
    } else if (served >= 0 || name === "public") {
      const taken = [...new Set(["public", ...spec.schemas])].join(", ");
      refuse([key], "the schema is served, or belongs to somebody else", name, `a schema of its own: none of ${taken}`);
    }
  }
  if (spec.keysSchema === spec.claimsSchema) {
    const key = spec.claimsSchema === OWN_SCHEMA.claimsSchema ? "keysSchema" : "claimsSchema";
    refuse([key], "the keys and the claims have one schema", spec[key], "two schemas");
  }
});

/** The data with every default filled in. */
export type PostgrestSpec = z.output<typeof postgrestSchema>;
