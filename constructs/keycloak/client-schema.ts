import { z } from "zod";
import { textForm } from "../model/text-form";
import { duration } from "../model/units";
import { claimName, entityName, roleName } from "./names";

/** Clients that every realm has. */
const TAKEN = [
  "account",
  "account-console",
  "admin-cli",
  "broker",
  "realm-management",
  "security-admin-console",
  "ashlar",
];

const clientId = () =>
  entityName().refine((id) => !TAKEN.includes(id), { error: "every realm has a client of this name" });

/** Where a browser may be sent back to. Paths are below the platform's public url; a `*` stands at the end alone. */
const redirectUri = () =>
  textForm({
    pattern: /^(?:\/[\w.~/-]*\*?|\*|[a-z][a-z0-9+.-]*:\/\/[^\s*@#]+\*?)$/i,
    message: "not a redirect uri",
    allowed: "a path like /app/callback or an absolute uri; * as the last character stands for whatever follows",
    // Addresses that are programs. Keycloak refuses them as well.
    fits: (text) => !/^(?:javascript|data|vbscript):/i.test(text),
  });

const origin = () =>
  textForm({
    pattern: /^(?:\+|https?:\/\/[A-Za-z0-9.-]+(?::\d+)?)$/,
    message: "not an origin",
    allowed: "scheme://host[:port], or + for those of the redirect uris",
  });

const claimValue = () => z.union([z.string(), z.int(), z.boolean()]);

/** A claim that tokens of a client have, whoever the user is. */
const claims = () => z.record(claimName(), claimValue());

const clientFields = {
  kind: z
    .enum(["browser", "server", "service"])
    .default("browser")
    .describe(
      "`browser`: a page or app without a secret, by code with PKCE. `server`: a web server with a secret, the same way. `service`: a program with a secret that acts for itself.",
    ),
  name: z.string().min(1).max(255).optional().describe("What consent and account pages call it. Default: its id."),
  redirectUris: z
    .array(redirectUri())
    .default([])
    .describe("Where browsers may be sent back to after a login; for a `browser` at least one."),
  logoutUris: z
    .array(redirectUri())
    .optional()
    .describe("Where they may be sent after a logout; an empty list: nowhere. Default: the redirect uris."),
  webOrigins: z
    .array(origin())
    .default(["+"])
    .describe("Origins whose pages may call the token endpoint. Default: those of the redirect uris."),
  audiences: z
    .array(z.string().min(1).max(200))
    .default([])
    .describe("What its access tokens name as `aud`, beside Keycloak's own."),
  claims: claims()
    .default({})
    .describe('Claims that its access tokens have, whoever the user is, for example {"role": "authenticated"}.'),
  rolesClaim: claimName()
    .optional()
    .describe("Claim that lists the user's realm roles. Default: `realm_access.roles`, as Keycloak has it."),
  serviceRoles: z.array(roleName()).default([]).describe("Realm roles of a service."),
  accessToken: duration().optional().describe("Life of its access tokens. Default: the realm's."),
  consent: z.boolean().default(false).describe("Whether users are asked what they share."),
};

const clientSchema = () =>
  z.strictObject(clientFields).superRefine((client, context) => {
    const refuse = (key: keyof typeof client, message: string, allowed: string): void =>
      void context.addIssue({ code: "custom", path: [key], message, input: client[key], params: { allowed } });
    if (client.rolesClaim !== undefined && client.rolesClaim in client.claims)
      refuse("rolesClaim", "the claim has a fixed value already", "a claim that `claims` does not name");
    if (client.kind === "service") {
      if (client.redirectUris.length > 0) refuse("redirectUris", "nobody is sent back to a service", "none");
    } else {
      if (client.redirectUris.length === 0) refuse("redirectUris", "no browser could come back", "at least one");
      if (client.serviceRoles.length > 0) refuse("serviceRoles", "the client acts for its users alone", "none");
    }
  });

/** Schema of a realm's clients. */
export const clientsSchema = () => z.record(clientId(), clientSchema()).default({});

/** A client with every default filled in. */
export type ClientSpec = z.output<ReturnType<typeof clientSchema>>;
