import type { ConfigValue } from "../model/config-file";
import { concat, publicUrl, secretValue, type Expression } from "../model/expression";
import type { ExternalEndpoint } from "../model/external-endpoint";
import type { Secret } from "../model/secret";
import type { Duration } from "../model/units";
import { nameUuid } from "../model/uuid";
import type { ClientSpec } from "./client-schema";
import type { IdentityProviderSpec, RealmSpec, SmtpSpec } from "./realm-schema";

/** A mail relay, and who logs in there. */
export interface Smtp {
  readonly spec: SmtpSpec;
  readonly relay: ExternalEndpoint;
  readonly password: Secret | undefined;
}

/** A month, in seconds. */
const EVENTS_KEPT = 30 * 24 * 3600;

/** Keycloak's own names of things, as its admin API has them: the shape of a realm without what is in it. */
export function realmRepresentation(name: string, spec: RealmSpec, smtp: Smtp | undefined): ConfigValue {
  const { login, bruteForce, tokens } = spec;
  const displayName = spec.displayName ?? name;
  return {
    realm: name,
    displayName,
    enabled: true,
    // Whoever speaks plain HTTP is the gateway, which came through mutual TLS.
    sslRequired: "external",
    registrationAllowed: login.registration,
    loginWithEmailAllowed: login.byEmail,
    duplicateEmailsAllowed: false,
    rememberMe: login.rememberMe,
    resetPasswordAllowed: login.resetPassword ?? smtp !== undefined,
    verifyEmail: login.verifyEmail ?? smtp !== undefined,
    editUsernameAllowed: false,
    passwordPolicy: passwordPolicy(spec.passwordPolicy),
    bruteForceProtected: true,
    permanentLockout: bruteForce.lockPermanently,
    failureFactor: bruteForce.failures,
    waitIncrementSeconds: bruteForce.waitIncrement.seconds,
    maxFailureWaitSeconds: bruteForce.maxWait.seconds,
    maxDeltaTimeSeconds: bruteForce.resetAfter.seconds,
    accessTokenLifespan: tokens.access.seconds,
    ssoSessionIdleTimeout: tokens.sessionIdle.seconds,
    ssoSessionMaxLifespan: tokens.sessionMax.seconds,
    offlineSessionIdleTimeout: tokens.offlineIdle.seconds,
    actionTokenGeneratedByUserLifespan: tokens.actionLink.seconds,
    revokeRefreshToken: tokens.rotateRefreshTokens,
    refreshTokenMaxReuse: 0,
    eventsEnabled: true,
    // Who logged in, and what administrators changed, without the values.
    eventsExpiration: EVENTS_KEPT,
    adminEventsEnabled: true,
    adminEventsDetailsEnabled: false,
    // Unset, they are kept for ever.
    attributes: { adminEventsExpiration: String(EVENTS_KEPT) },
    smtpServer: smtp === undefined ? {} : smtpServer(smtp, displayName),
  };
}

/** Keycloak reads a policy from one line. */
function passwordPolicy(policy: RealmSpec["passwordPolicy"]): string {
  const { length, digits, upperCase, lowerCase, specialCharacters, history, notUsername } = policy;
  const rules: readonly (readonly [rule: string, amount: number | undefined])[] = [
    ["length", length],
    ["digits", digits],
    ["upperCase", upperCase],
    ["lowerCase", lowerCase],
    ["specialChars", specialCharacters],
    ["passwordHistory", history === 0 ? undefined : history],
  ];
  return [
    ...rules.flatMap(([rule, amount]) => (amount === undefined ? [] : [`${rule}(${amount})`])),
    ...(notUsername ? ["notUsername(undefined)", "notEmail(undefined)"] : []),
  ].join(" and ");
}

/** Whether a relay speaks TLS from the first byte. Unless it is said, the port tells: 465 is for nothing else. */
export function smtpSecurity({ spec, relay }: Smtp): NonNullable<SmtpSpec["security"]> {
  return spec.security ?? (relay.spec.port === 465 ? "tls" : "starttls");
}

/** Every value is text: the server's own type has no other. */
function smtpServer(smtp: Smtp, displayName: string): ConfigValue {
  const { spec, relay, password } = smtp;
  const { from, fromName = displayName, replyTo, user } = spec;
  const security = smtpSecurity(smtp);
  return {
    host: relay.spec.host,
    port: String(relay.spec.port),
    from,
    fromDisplayName: fromName,
    ...(replyTo === undefined ? {} : { replyTo }),
    ssl: String(security === "tls"),
    starttls: String(security === "starttls"),
    auth: String(user !== undefined),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password: secretValue(password) }),
  };
}

/** A realm role. */
export function roleRepresentation(name: string, description: string): ConfigValue {
  return { name, description };
}

/** The id of a client: the same whenever the platform is rendered. */
export function clientUuid(path: string, clientId: string): string {
  return nameUuid(path, "client", clientId);
}

/** A client, complete: what it does not say, Keycloak would otherwise guess. */
export function clientRepresentation(
  path: string,
  clientId: string,
  spec: ClientSpec,
  secret: Secret | undefined,
): ConfigValue {
  const isService = spec.kind === "service";
  const logout = spec.logoutUris?.map(uri);
  return {
    id: clientUuid(path, clientId),
    clientId,
    name: spec.name ?? clientId,
    enabled: true,
    protocol: "openid-connect",
    publicClient: spec.kind === "browser",
    ...(secret === undefined ? {} : { clientAuthenticatorType: "client-secret", secret: secretValue(secret) }),
    standardFlowEnabled: !isService,
    implicitFlowEnabled: false,
    // Users give their passwords to Keycloak alone.
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: isService,
    consentRequired: spec.consent,
    fullScopeAllowed: true,
    redirectUris: spec.redirectUris.map(uri),
    webOrigins: isService ? [] : [...spec.webOrigins],
    attributes: {
      // Keycloak keeps an attribute that is not named; an empty one is removed.
      "pkce.code.challenge.method": isService ? "" : "S256",
      "post.logout.redirect.uris": logoutUris(logout),
      "access.token.lifespan": spec.accessToken === undefined ? "" : seconds(spec.accessToken),
    },
    protocolMappers: mappers(path, clientId, spec),
  };
}

/** "+" stands for the redirect uris, and "-" for none; others are parted by "##", since one text holds them all. */
function logoutUris(uris: readonly Expression[] | undefined): string | Expression {
  if (uris === undefined) return "+";
  return uris.length === 0 ? "-" : concat(...uris.flatMap(after("##")));
}

/** Paths are below the platform's public url. */
function uri(text: string): Expression {
  return text.startsWith("/") ? publicUrl(text) : concat(text);
}

function after(separator: string) {
  return (part: Expression, index: number): readonly (string | Expression)[] =>
    index === 0 ? [part] : [separator, part];
}

const seconds = (duration: Duration): string => String(duration.seconds);

function mappers(path: string, clientId: string, spec: ClientSpec): ConfigValue {
  const mapper = (name: string, protocolMapper: string, config: Readonly<Record<string, string>>): ConfigValue => ({
    id: nameUuid(path, "mapper", clientId, name),
    name,
    protocol: "openid-connect",
    protocolMapper,
    config: { "access.token.claim": "true", "id.token.claim": "false", "introspection.token.claim": "true", ...config },
  });
  return [
    ...[...new Set(spec.audiences)].map((audience) =>
      mapper(`audience-${audience}`, "oidc-audience-mapper", { "included.custom.audience": audience }),
    ),
    ...Object.entries(spec.claims).map(([claim, value]) =>
      mapper(`claim-${claim}`, "oidc-hardcoded-claim-mapper", {
        "claim.name": claim,
        "claim.value": String(value),
        "jsonType.label": jsonType(value),
      }),
    ),
    ...(spec.rolesClaim === undefined
      ? []
      : [
          mapper("roles", "oidc-usermodel-realm-role-mapper", {
            "claim.name": spec.rolesClaim,
            "jsonType.label": "String",
            multivalued: "true",
          }),
        ]),
  ];
}

function jsonType(value: ClientSpec["claims"][string]): string {
  switch (typeof value) {
    case "number":
      return "long";
    case "boolean":
      return "boolean";
    default:
      return "String";
  }
}

/** A user to begin with. The password is one to be changed at the first login. */
export function userRepresentation(name: string, user: RealmSpec["users"][string], password: Secret): ConfigValue {
  return {
    username: name,
    email: user.email,
    emailVerified: true,
    firstName: user.firstName,
    lastName: user.lastName,
    enabled: true,
    credentials: [{ type: "password", value: secretValue(password), temporary: true }],
  };
}

/** An identity provider that speaks OpenID Connect. */
export function identityProviderRepresentation(alias: string, spec: IdentityProviderSpec, secret: Secret): ConfigValue {
  return {
    alias,
    displayName: spec.displayName,
    providerId: "oidc",
    enabled: true,
    trustEmail: spec.trustEmail,
    storeToken: false,
    linkOnly: false,
    firstBrokerLoginFlowAlias: "first broker login",
    config: {
      issuer: spec.issuer,
      authorizationUrl: spec.authorizationUrl,
      tokenUrl: spec.tokenUrl,
      jwksUrl: spec.jwksUrl,
      ...(spec.logoutUrl === undefined ? {} : { logoutUrl: spec.logoutUrl }),
      clientId: spec.clientId,
      clientSecret: secretValue(secret),
      clientAuthMethod: "client_secret_post",
      defaultScope: spec.scopes.join(" "),
      useJwksUrl: "true",
      validateSignature: "true",
      pkceEnabled: "true",
      pkceMethod: "S256",
      syncMode: "FORCE",
    },
  };
}
