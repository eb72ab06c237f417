import { z } from "zod";
import { textForm } from "../model/text-form";
import { cpu, Size, size } from "../model/units";
import { realmSchema } from "./realm-schema";

/** With less, the server does not get through its own start. */
export const LEAST_KEYCLOAK_MEMORY = Size.mebibytes(768);

/** Schema of Keycloak's data, where every default lives. */
export const keycloakSchema = z.strictObject({
  path: textForm({
    pattern: /^(?:\/[a-z0-9-]+)+$/,
    message: "not a path",
    allowed: "segments of a-z, 0-9 and -, for example /auth",
  })
    .default("/auth")
    .describe(
      "Where on the platform's public url it is. It is part of the issuer's url: a change makes every token void.",
    ),
  realm: realmSchema().prefault({}).describe("The realm: who may log in, and to what."),
  logLevel: z.enum(["debug", "info", "warn", "error"]).default("info").describe("What the server logs."),
  resources: z
    .strictObject({
      cpu: cpu().prefault("1").describe("Processor limit; a fifth of it is reserved."),
      memory: size(LEAST_KEYCLOAK_MEMORY)
        .prefault("1Gi")
        .describe("Memory limit; three quarters of it are reserved. Java's heap is 60 % of it."),
    })
    .prefault({})
    .describe("What the server may take."),
});

/** The data with every default filled in. */
export type KeycloakSpec = z.output<typeof keycloakSchema>;
