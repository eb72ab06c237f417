import { z } from "zod";

/*
 * What Keycloak 26's admin API takes, as far as realms are declared with it. It answers 400 to a field that it does not
 * know, and keeps a value that it does not understand without a word: so fields, value types and the keys of each
 * provider's `config` are all strict here.
 */

const flag = z.boolean();
const flagText = z.enum(["true", "false"]);
const amount = z.int().min(0);
const name = z.string().min(1).max(255);

/** `config` of each kind of mapper that a client has. */
const mapperConfig = {
  "oidc-audience-mapper": { "included.custom.audience": name },
  "oidc-hardcoded-claim-mapper": {
    "claim.name": name,
    "claim.value": z.string(),
    "jsonType.label": z.enum(["String", "long", "int", "boolean", "JSON"]),
  },
  "oidc-usermodel-realm-role-mapper": {
    "claim.name": name,
    "jsonType.label": z.literal("String"),
    multivalued: flagText,
  },
};

const protocolMapper = z.discriminatedUnion(
  "protocolMapper",
  Object.entries(mapperConfig).map(([kind, config]) =>
    z.strictObject({
      id: z.uuid(),
      name,
      protocol: z.literal("openid-connect"),
      protocolMapper: z.literal(kind),
      config: z.strictObject({
        ...config,
        "access.token.claim": flagText,
        "id.token.claim": flagText,
        "introspection.token.claim": flagText,
      }),
    }),
  ) as never,
);

/** A client. Attributes are texts, and an empty one is removed. */
export const client = z
  .strictObject({
    id: z.uuid(),
    clientId: name,
    name,
    enabled: flag,
    protocol: z.literal("openid-connect"),
    publicClient: flag,
    clientAuthenticatorType: z.literal("client-secret").optional(),
    secret: z.string().optional(),
    standardFlowEnabled: flag,
    implicitFlowEnabled: flag,
    directAccessGrantsEnabled: flag,
    serviceAccountsEnabled: flag,
    consentRequired: flag,
    fullScopeAllowed: flag,
    redirectUris: z.array(z.string()),
    webOrigins: z.array(z.string()),
    attributes: z.strictObject({
      "access.token.lifespan": z.string().regex(/^\d*$/),
      "pkce.code.challenge.method": z.enum(["S256", "plain", ""]),
      "post.logout.redirect.uris": z.string(),
    }),
    protocolMappers: z.array(protocolMapper),
  })
  .refine(({ publicClient, secret }) => publicClient === (secret === undefined), "a public client has no secret")
  .refine(({ protocolMappers }) => {
    const names = protocolMappers.map((mapper) => (mapper as { readonly name: string }).name);
    return new Set(names).size === names.length;
  }, "two mappers have one name");

/** A realm, without what is in it. */
export const realm = z.strictObject({
  realm: name,
  displayName: name,
  enabled: flag,
  sslRequired: z.enum(["all", "external", "none"]),
  registrationAllowed: flag,
  loginWithEmailAllowed: flag,
  duplicateEmailsAllowed: flag,
  rememberMe: flag,
  resetPasswordAllowed: flag,
  verifyEmail: flag,
  editUsernameAllowed: flag,
  passwordPolicy: z
    .string()
    .regex(
      /^(?:(?:(?:length|digits|upperCase|lowerCase|specialChars|passwordHistory)\(\d+\)|(?:notUsername|notEmail)\(undefined\))(?: and |$))+$/,
    ),
  bruteForceProtected: flag,
  permanentLockout: flag,
  failureFactor: amount,
  waitIncrementSeconds: amount,
  maxFailureWaitSeconds: amount,
  maxDeltaTimeSeconds: amount,
  accessTokenLifespan: amount,
  ssoSessionIdleTimeout: amount,
  ssoSessionMaxLifespan: amount,
  offlineSessionIdleTimeout: amount,
  actionTokenGeneratedByUserLifespan: amount,
  revokeRefreshToken: flag,
  refreshTokenMaxReuse: amount,
  eventsEnabled: flag,
  eventsExpiration: amount,
  adminEventsEnabled: flag,
  adminEventsDetailsEnabled: flag,
  attributes: z.strictObject({ adminEventsExpiration: z.string().regex(/^\d+$/) }),
  smtpServer: z.union([
    z.strictObject({}),
    z.strictObject({
      host: name,
      port: z.string().regex(/^\d+$/),
      from: name,
      fromDisplayName: z.string(),
      replyTo: name.optional(),
      ssl: flagText,
      starttls: flagText,
      auth: flagText,
      user: name.optional(),
      password: name.optional(),
    }),
  ]),
});

/** A role of a realm. */
const role = z.strictObject({ name, description: z.string().max(255) });

/** A user who is made. */
const user = z.strictObject({
  username: z.string().min(3).max(255),
  email: z.email(),
  emailVerified: flag,
  firstName: name,
  lastName: name,
  enabled: flag,
  credentials: z.array(z.strictObject({ type: z.literal("password"), value: z.string().min(1), temporary: flag })),
});

/** A provider of identities that speaks OpenID Connect. */
const identityProvider = z.strictObject({
  alias: name,
  displayName: name,
  providerId: z.literal("oidc"),
  enabled: flag,
  trustEmail: flag,
  storeToken: flag,
  linkOnly: flag,
  firstBrokerLoginFlowAlias: z.literal("first broker login"),
  config: z.strictObject({
    issuer: z.url(),
    authorizationUrl: z.url(),
    tokenUrl: z.url(),
    jwksUrl: z.url(),
    logoutUrl: z.url().optional(),
    clientId: name,
    clientSecret: name,
    clientAuthMethod: z.enum(["client_secret_post", "client_secret_basic", "client_secret_jwt", "private_key_jwt"]),
    defaultScope: name,
    useJwksUrl: flagText,
    validateSignature: flagText,
    pkceEnabled: flagText,
    pkceMethod: z.enum(["S256", "plain"]),
    syncMode: z.enum(["IMPORT", "LEGACY", "FORCE"]),
  }),
});

/** Which schema a file of the plan has, by the kind of its line. */
export const SCHEMAS = { realm, role, client, idp: identityProvider, user } as const;
