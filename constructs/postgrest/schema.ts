import { z } from "zod";
import { cpu, size } from "../model/units";
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
    });

/** The server parts its list of origins at commas. */
const origin = () =>
  z
    .url({ abort: true })
    .refine((url) => URL.canParse(url) && /^[^,]+$/.test(new URL(url).host), { error: "the url has no single host" });

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
    .default("postgrest")
    .describe("Schema of the server's keys and of the check of each request. Each server on a database has its own."),
  claimsSchema: schemaName()
    .default("auth")
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
  corsOrigins: z
    .array(origin())
    .optional()
    .describe("Web origins that may call. Default: the platform's public url, or none when that is not set."),
  logLevel: z.enum(["crit", "error", "warn", "info", "debug"]).default("warn").describe("What the server logs."),
  replicas: z.int().min(1).max(50).default(1).describe("Servers at a time."),
  resources: z
    .strictObject({
      cpu: cpu().prefault("500m").describe("Processor limit of a replica; a fifth of it is reserved."),
      memory: size().prefault("256Mi").describe("Memory limit of a replica; half of it is reserved."),
    })
    .prefault({})
    .describe("What a replica may take."),
});

/** Schema of PostgREST's data, where every default lives. */
export const postgrestSchema = fields.superRefine((spec, context) => {
  const refuse = (path: keyof typeof spec, message: string, input: unknown): void => {
    context.addIssue({ code: "custom", path: [path], message, input });
  };
  // The roles' rights add up: were two of them one, everybody would have those of the service.
  const names = Object.values(spec.roles);
  if (new Set([...names, KEYS_ROLE]).size <= names.length) {
    refuse("roles", `two roles have the same name, or one is called ${KEYS_ROLE}`, spec.roles);
  }
  // Both belong to the keys job, and what is served can be called by anybody.
  for (const key of ["keysSchema", "claimsSchema"] as const) {
    const taken = [...spec.schemas, "public", ...(key === "claimsSchema" ? [spec.keysSchema] : [])];
    if (taken.includes(spec[key])) refuse(key, "the schema is served, or belongs to somebody else", spec[key]);
  }
});

/** The data with every default filled in. */
export type PostgrestSpec = z.output<typeof postgrestSchema>;
