import type { Construct } from "constructs";
import type { z } from "zod";
import type { RouteProps } from "../gateway/route";
import type { Issuer, IssuerKeys } from "../issuer/issuer";
import { Component } from "../model/component";
import { configFile } from "../model/config-file";
import { configMount } from "../model/config-mount";
import type { Mount } from "../model/container";
import type { Endpoint } from "../model/endpoint";
import { publicUrl, type Expression } from "../model/expression";
import type { ExternalEndpoint } from "../model/external-endpoint";
import { graphOf } from "../model/graph";
import { everywhere, type Realisation } from "../model/lowering";
import { parsePart } from "../model/part";
import { Peer } from "../model/peer";
import { Platform } from "../model/platform";
import { Secret } from "../model/secret";
import type { IDatabase } from "../postgres/database";
import type { DatabaseConnection } from "../postgres/database-connection";
import { KEYCLOAK_CODES } from "./codes";
import { entityName } from "./names";
import { provision, type IdentityProvider, type Realm, type User } from "./provision";
import { identityProviderSchema, smtpSchema } from "./realm-schema";
import { checkRedirects } from "./redirects";
import { smtpSecurity, type Smtp } from "./representation";
import { keycloakSchema } from "./schema";
import { KEYCLOAK_PORT, server } from "./server";

/** How mail is sent. */
export type KeycloakSmtpProps = z.input<ReturnType<typeof smtpSchema>> & {
  /** The mail relay: the one way out that mail takes. */
  readonly relay: ExternalEndpoint;
  /**
   * The user's password at the relay.
   *
   * @default none: nobody logs in
   */
  readonly password?: Secret;
};

/** A foreign provider of identities that speaks OpenID Connect. */
export type KeycloakIdentityProviderProps = z.input<ReturnType<typeof identityProviderSchema>> & {
  /** Its server: the one way out that Keycloak takes to it. */
  readonly server: ExternalEndpoint;
  /** The secret of our client there. */
  readonly secret: Secret;
};

/** Input of {@link Keycloak}. */
export interface KeycloakProps extends z.input<typeof keycloakSchema> {
  /** A database of its own. */
  readonly database: IDatabase;
  /**
   * How mail is sent.
   *
   * @default none: nobody can verify an address or reset a password by mail
   */
  readonly smtp?: KeycloakSmtpProps;
  /**
   * Foreign providers of identities, by alias.
   *
   * @default none: everybody logs in here
   */
  readonly identityProviders?: Readonly<Record<string, KeycloakIdentityProviderProps>>;
}

/** Port of the sidecar, the only one that can be reached. */
const PORT = 8443;

/**
 * The identity provider: Keycloak 26 in production mode with a realm from typed input. It speaks plain HTTP on loopback
 * alone, and a sidecar that checks the caller's name owns its only reachable port. It is an issuer for the others.
 *
 * A job makes the realm what it is declared to be, at first and whenever that changes. What people make by hand, users,
 * sessions and secrets made at run time are kept; what was declared once and is no longer is removed.
 *
 * @example
 * const auth = new Keycloak(platform, "auth", {
 *   database: db.database("keycloak"),
 *   realm: { clients: { web: { redirectUris: ["/app/*"], audiences: ["acme"], claims: { role: "authenticated" } } } },
 * });
 */
export class Keycloak extends Component<typeof keycloakSchema> {
  public static override readonly kind = "Keycloak";
  /** The server: what a gateway routes to. Only the realm's own paths should be public: see {@link routes}. */
  public readonly api: Endpoint<undefined>;
  /** The job that makes the realm. */
  public readonly provision: Peer;
  /** Secret of the client `ashlar-provision`, which may do everything in every realm. */
  public readonly admin: Secret;
  readonly #database: DatabaseConnection;
  readonly #realm: Realm;
  readonly #authorities: readonly Mount[];

  public constructor(scope: Construct, id: string, props: KeycloakProps) {
    const { database, smtp, identityProviders = {}, ...data } = props;
    super(scope, id, keycloakSchema, data);
    this.admin = new Secret(this, "admin", { kind: "password", length: 40 });
    this.#database = database.connect(this.peer);
    this.provision = new Peer(this, "provision");
    this.api = this.peer.serve("api", {
      port: PORT,
      protocol: "http",
      tls: { mode: "mtls", by: "sidecar", verifies: "name", serverPort: KEYCLOAK_PORT.http },
      // Until the realm is there nobody can log in, and there are no keys.
      readyAfter: [this.provision],
      publicPaths: this.#publicPaths(),
    });
    this.provision.connect(this.api, { client: "tunnel", wait: "healthy" });
    checkRedirects(this, this.spec.realm.clients);
    const mail = smtp === undefined ? undefined : this.#smtp(smtp);
    const providers = Object.entries(identityProviders).flatMap(([alias, provider]) =>
      this.#identityProvider(alias, provider),
    );
    this.#realm = this.#makeRealm(mail, providers);
    const outside = [
      ...(smtp === undefined ? [] : [smtp.relay]),
      ...Object.values(identityProviders).map((p) => p.server),
    ];
    this.#authorities = [...new Set(outside)].flatMap((endpoint) => this.#reach(endpoint, mail));
  }

  /** The realm as an issuer: tokens name its public url, and components read its keys inside of the platform. */
  public get issuer(): Issuer {
    return { url: this.#realmUrl(), keys: this.#keys() };
  }

  /** Name of the realm. */
  public get realm(): string {
    return this.#realm.name;
  }

  /** The secret of a client that has one: a `server` or a `service`. */
  public clientSecret(clientId: string): Secret | undefined {
    return this.#realm.clientSecrets.get(clientId);
  }

  /**
   * What of Keycloak is public, as routes of a gateway: the realm's own pages and endpoints, and their files. The console
   * and API of administrators, and the realm that they are in, stay inside.
   */
  public get routes(): readonly RouteProps[] {
    const common = { to: this.api, auth: "none", stripPath: false, cors: false } as const;
    const [realm, resources] = this.#publicPaths();
    return [
      // A login page and its redirects make a handful of requests; guessing passwords needs many.
      { ...common, path: realm, rateLimit: { perMinute: 300 } },
      { ...common, path: resources, rateLimit: { perMinute: 1200 } },
    ];
  }

  public realise(): Realisation {
    return everywhere(() => [
      server({
        ...{ peer: this.peer, spec: this.spec, database: this.#database, admin: this.admin },
        authorities: this.#authorities,
      }),
      provision({ peer: this.provision, api: this.api, basePath: this.spec.path, admin: this.admin }, this.#realm),
    ]);
  }

  /** The realm's own pages and endpoints, and their files. */
  #publicPaths(): readonly [realm: string, resources: string] {
    const { path } = this.spec;
    return [`${path}/realms/${this.#realmName()}`, `${path}/resources`];
  }

  /** The platform's id stands in for a name. */
  #realmName(): string {
    return this.spec.realm.name ?? Platform.of(this).node.id;
  }

  #realmUrl(): Expression {
    return publicUrl(`${this.spec.path}/realms/${this.#realm.name}`);
  }

  #keys(): IssuerKeys {
    const path = `${this.spec.path}/realms/${this.#realm.name}/protocol/openid-connect/certs` as `/${string}`;
    return { kind: "endpoint", endpoint: this.api, path };
  }

  #makeRealm(smtp: Smtp | undefined, identityProviders: readonly IdentityProvider[]): Realm {
    const { realm: spec } = this.spec;
    // Not every platform's id may be one.
    const name = this.#realmName();
    parsePart(this, "realm.name", entityName(), name);
    const generated = (id: string): Secret => new Secret(this, id, { kind: "password", length: 40 });
    const confidential = Object.entries(spec.clients).filter(([, { kind }]) => kind !== "browser");
    return {
      // Ids are unique across realms: a realm of another name has others.
      path: `${this.node.path}/${name}`,
      name,
      spec,
      smtp,
      identityProviders,
      clientSecrets: new Map(confidential.map(([id]) => [id, generated(`client-${id}`)])),
      users: Object.entries(spec.users)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, user]): User => ({ name, spec: user, password: generated(`user-${name}`) })),
    };
  }

  #smtp({ relay, password, ...data }: KeycloakSmtpProps): Smtp | undefined {
    const spec = parsePart(this, "smtp", smtpSchema(), data);
    if (spec === undefined) return undefined;
    if ((spec.user === undefined) !== (password === undefined)) {
      graphOf(this).diagnostics.add(KEYCLOAK_CODES.smtpLogin, {
        path: `${this.node.path}:smtp`,
        message: spec.user === undefined ? "the password is nobody's" : "the user has no password",
      });
    }
    return { spec, relay, password };
  }

  #identityProvider(alias: string, props: KeycloakIdentityProviderProps): readonly IdentityProvider[] {
    const { server: outside, secret, ...data } = props;
    const field = `identityProviders.${alias}`;
    parsePart(this, field, entityName(), alias);
    const spec = parsePart(this, field, identityProviderSchema(), data);
    if (spec === undefined) return [];
    // Keycloak itself calls these two; the way to any other server is closed.
    for (const key of ["tokenUrl", "jwksUrl"] as const) {
      const { hostname, port } = new URL(spec[key]);
      if (hostname === outside.spec.host && Number(port === "" ? 443 : port) === outside.spec.port) continue;
      graphOf(this).diagnostics.add(KEYCLOAK_CODES.otherServer, {
        path: `${this.node.path}:${field}.${key}`,
        message: `leads past ${outside.path}`,
        value: spec[key],
        allowed: `${outside.spec.host}:${outside.spec.port}`,
      });
    }
    return [{ alias, spec, secret }];
  }

  /** Opens the way to a server outside, and trusts the authority that it is declared with. */
  #reach(endpoint: ExternalEndpoint, mail: Smtp | undefined): readonly Mount[] {
    this.peer.connect(endpoint, {
      negotiated: mail !== undefined && endpoint === mail.relay && smtpSecurity(mail) === "starttls",
    });
    const { ca } = endpoint.spec;
    if (ca === undefined) return [];
    const file = configFile(`${endpoint.node.id}-ca.pem`, { format: "text", text: ca });
    return [configMount(file, "/etc/ashlar/authorities")];
  }
}
