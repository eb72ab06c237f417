import { Keycloak, type KeycloakProps } from "../../../constructs/keycloak/keycloak";
import { AshlarError, type Diagnostic } from "../../../constructs/model/diagnostics";
import { ExternalEndpoint } from "../../../constructs/model/external-endpoint";
import { Platform, type PlatformProps } from "../../../constructs/model/platform";
import { Secret } from "../../../constructs/model/secret";
import { Postgres } from "../../../constructs/postgres/postgres";
import type { ComposeArtifact } from "../../../constructs/render/compose/compose";

/** Certificates that a server outside is declared with. */
export const THEIR_CA = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

/** Everything of an identity provider but its database. */
export type RealmProps = Omit<KeycloakProps, "database">;

/** What a test declares, with the platform to declare it in. */
type Declare = (platform: Platform) => RealmProps;

/** The smallest platform with an identity provider: a database and the server. */
export function identity(declare: Declare = () => ({}), platformProps: PlatformProps = {}) {
  const platform = new Platform("acme", { publicUrl: "https://acme.example", ...platformProps });
  const db = new Postgres(platform, "db", { storage: "1Gi", databases: { keycloak: {}, app: {} } });
  const auth = new Keycloak(platform, "auth", { ...declare(platform), database: db.database("keycloak") });
  return { platform, db, auth };
}

/** As {@link identity}, with data alone. */
export const realm = (props: RealmProps["realm"], platformProps: PlatformProps = {}) =>
  identity(() => ({ realm: props }), platformProps);

/** A mail relay whose account has a password. */
export function mail(platform: Platform, port = 465) {
  const relay = new ExternalEndpoint(platform, "relay", {
    ...{ host: "mail.example", port, cidrs: ["203.0.113.7/32"] },
  });
  const password = new Secret(platform, "mail-password", { kind: "given", describe: "password at the relay" });
  return { relay, password, from: "no-reply@acme.example", user: "acme" } as const;
}

/** Somebody else's identity provider, whose certificates an authority of its own signs. */
export function staff(platform: Platform) {
  const server = new ExternalEndpoint(platform, "staff", {
    ...{ host: "id.example", port: 443, cidrs: ["203.0.113.9/32"], ca: THEIR_CA },
  });
  return {
    server,
    secret: new Secret(platform, "staff-secret", { kind: "given", describe: "secret of our client there" }),
    displayName: "Staff",
    issuer: "https://id.example/realms/staff",
    authorizationUrl: "https://id.example/authorize",
    tokenUrl: "https://id.example/token",
    jwksUrl: "https://id.example/keys",
    clientId: "acme",
  } as const;
}

/** A realm with something of every kind. */
export const EVERYTHING: Declare = (platform) => ({
  realm: {
    roles: { editor: { description: "writes" }, chief: { includes: ["editor"] } },
    clients: {
      web: {
        redirectUris: ["/app/*", "https://app.example/back"],
        logoutUris: ["/", "https://app.example/bye"],
        audiences: ["acme"],
        claims: { role: "authenticated", level: 3, beta: true },
        rolesClaim: "roles",
        accessToken: "10m",
      },
      shop: { kind: "server", redirectUris: ["https://shop.example/back"], consent: true },
      reports: { kind: "service", serviceRoles: ["editor"], claims: { role: "service_role" }, audiences: ["acme"] },
    },
    users: { alice: { email: "alice@acme.example", firstName: "Alice", lastName: "Smith", roles: ["editor"] } },
  },
  smtp: mail(platform),
  identityProviders: { staff: staff(platform) },
});

/** What a platform says of its declaration when the graph is closed, also when it is refused for it. */
export function told(build: () => { readonly platform: Platform }): readonly Diagnostic[] {
  const { platform } = build();
  try {
    platform.seal();
  } catch (error) {
    if (AshlarError.is(error)) return error.diagnostics;
    throw error;
  }
  return platform.graph.diagnostics.items;
}

/** What it is refused for, each as `path CODE: message`. */
export function problemsOf(build: () => { readonly platform: Platform }): readonly string[] {
  return told(build)
    .filter(({ severity }) => severity === "error")
    .map(({ path, code, message }) => `${path} ${code}: ${message}`);
}

/** A file of the job that makes the realm, by its name in the plan. Secrets stand as `{name}`. */
export function jsonOf({ files, material }: ComposeArtifact, name: string): unknown {
  const secret = material.files.find(({ key }) => key === `${name}.json`);
  const text =
    secret === undefined
      ? files.find(({ path }) => new RegExp(`/auth-provision-${name}-[0-9a-f]{8}[.]json$`).test(path))?.text
      : secret.segments.map((part) => (typeof part === "string" ? part : `{${part.secret}}`)).join("");
  if (text === undefined) throw new Error(`the job has no file ${name}`);
  return JSON.parse(text);
}

/** The lines of the job's plan. */
export function planOf({ files }: ComposeArtifact): readonly string[] {
  const text = files.find(({ path }) => /auth-provision-plan/.test(path))?.text ?? "";
  return text.trimEnd().split("\n");
}
