import { z } from "zod";
import { cpu, size } from "../model/units";
import { roleName, schemaName } from "../postgres/identifier";

/** Schema of PostgREST's data, where every default lives. */
export const postgrestSchema = z.strictObject({
  audience: z
    .string({ error: "the audience is missing" })
    .min(1)
    .describe("What tokens must name as `aud`. Tokens without an audience are refused."),
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
  claimsSchema: schemaName()
    .default("auth")
    .describe("Schema of the functions that policies read claims with: jwt(), uid() and role()."),
  preRequest: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/)
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
    .array(z.url())
    .optional()
    .describe("Web origins that may call. Default: the platform's public url, or none when that is not set."),
  logLevel: z.enum(["crit", "error", "warn", "info", "debug"]).default("warn").describe("What the server logs."),
  replicas: z.int().min(1).max(50).default(1).describe("Servers at a time."),
  resources: z
    .strictObject({
      cpu: cpu().prefault("500m").describe("Processor limit of a replica; a fifth of it is reserved."),
      memory: size().prefault("256Mi").describe("Memory limit of a replica; half of it is reserved."),
    })
    .prefault({}),
});

/** The data with every default filled in. */
export type PostgrestSpec = z.output<typeof postgrestSchema>;
