import { Keycloak } from "../../../constructs/keycloak/keycloak";
import { Kong } from "../../../constructs/kong/kong";
import { ExternalEndpoint } from "../../../constructs/model/external-endpoint";
import { Platform } from "../../../constructs/model/platform";
import { Secret } from "../../../constructs/model/secret";
import { ExternalDatabase } from "../../../constructs/postgres/external-database";
import { Postgres } from "../../../constructs/postgres/postgres";
import { PostgREST } from "../../../constructs/postgrest/postgrest";
import { renderCompose, type ComposeArtifact } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { EVERYTHING, identity, mail, problemsOf, realm, staff, THEIR_CA } from "./sample-keycloak";

const composed = (): ComposeArtifact => renderCompose(identity(EVERYTHING).platform);

/** The variables of a service. */
const envOf = (artifact: ComposeArtifact, service: string) => artifact.file.services[service]?.environment ?? {};

interface Peer {
  readonly ipBlock?: { readonly cidr: string };
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
}

/** Whom a workload may call on a cluster, as `who:port`. */
function waysOut(platform: Platform, name: string): readonly string[] {
  const policy = renderKubernetes(platform).objects.find(
    ({ kind, metadata }) => kind === "NetworkPolicy" && metadata.name === name,
  ) as { readonly spec?: { readonly egress?: readonly { to: readonly Peer[]; ports: readonly { port: number }[] }[] } };
  return (policy.spec?.egress ?? []).flatMap(({ to, ports }) =>
    to.flatMap(({ ipBlock, podSelector }) =>
      ports.map(({ port }) => `${ipBlock?.cidr ?? podSelector?.matchLabels["app.kubernetes.io/name"] ?? "?"}:${port}`),
    ),
  );
}

describe("the server", () => {
  it("runs in production mode under the public url, on loopback alone, and so does its port for state", () => {
    const { entrypoint, read_only, user } = composed().file.services["auth"] ?? {};
    expect(entrypoint).toEqual(["/bin/bash", "/etc/ashlar/keycloak/start.sh"]);
    expect([read_only, user]).toEqual([true, "1000:0"]);
    expect(envOf(composed(), "auth")).toMatchObject({
      KC_HOSTNAME: "https://acme.example/auth",
      KC_HTTP_RELATIVE_PATH: "/auth",
      KC_HTTP_HOST: "127.0.0.1",
      KC_HTTP_MANAGEMENT_HOST: "127.0.0.1",
      KC_PROXY_HEADERS: "xforwarded",
      KC_CACHE: "local",
    });
  });

  it("follows its path everywhere: in its url, in the job's, and in its issuer's", () => {
    const { platform, auth } = identity(() => ({ path: "/id" }));
    const artifact = renderCompose(platform);
    expect(envOf(artifact, "auth")).toMatchObject({
      KC_HOSTNAME: "https://acme.example/id",
      KC_HTTP_RELATIVE_PATH: "/id",
    });
    expect(envOf(artifact, "auth-provision")).toMatchObject({ KEYCLOAK_URL: "http://127.0.0.1:15000/id" });
    expect(auth.routes.map(({ path }) => path)).toEqual(["/id/realms/acme", "/id/resources"]);
  });

  it("reads its secrets from files: none is among its variables", () => {
    const env = envOf(composed(), "auth");
    expect(Object.keys(env).filter((name) => /PASSWORD$|SECRET$/.test(name))).toEqual([]);
    expect(env).toMatchObject({ ASHLAR_ADMIN_SECRET_FILE: "/run/ashlar/secrets/auth-admin" });
  });

  it("is one: a second would have to find the first over connections of its own", () => {
    const server = renderKubernetes(identity().platform).objects.find(
      ({ kind, metadata }) => kind === "Deployment" && metadata.name === "auth",
    );
    expect(server).toMatchObject({ spec: { replicas: 1 } });
  });
});

describe("its edges", () => {
  it("lead to the database by certificate, without a password", () => {
    const { KC_DB_URL: url, ...env } = envOf(composed(), "auth");
    expect(url).toBe(
      "jdbc:postgresql://db:5432/keycloak?user=keycloak&sslmode=verify-full&sslcert=/run/ashlar/identity/tls.crt" +
        "&sslkey=/run/ashlar/identity/key.der&sslrootcert=/run/ashlar/identity/ca.crt&ApplicationName=keycloak",
    );
    expect(env).not.toHaveProperty("ASHLAR_DB_PASSWORD_FILE");
  });

  it("lead from the job through a tunnel to the sidecar, which lets in that job by name and nobody else", () => {
    const { services } = composed().file;
    expect(services["auth-tls-api"]?.command).toEqual(
      expect.arrayContaining(["--target=127.0.0.1:8080", "--allow-uri=spiffe://dev.acme.internal/auth/provision"]),
    );
    expect(JSON.stringify(services["auth-tls-api"]?.command).match(/--allow-/g)).toHaveLength(1);
    expect(services["auth-provision-tunnel-0"]?.command).toEqual(
      expect.arrayContaining(["--target=auth:8443", "--verify-uri=spiffe://dev.acme.internal/auth"]),
    );
  });

  it("lead nowhere else on a cluster: the server to its database, the job to the server", () => {
    expect(waysOut(identity().platform, "auth")).toEqual(["db:5432"]);
    expect(waysOut(identity().platform, "auth-provision")).toEqual(["auth:8443"]);
  });

  it("publish nothing: the server has no port that the outside sees, until a gateway makes a route", () => {
    const { services } = composed().file;
    expect(Object.values(services).filter(({ ports }) => ports !== undefined)).toEqual([]);
  });
});

describe("servers outside", () => {
  it("open exactly one way out each, to their addresses and port", () => {
    expect(waysOut(identity(EVERYTHING).platform, "auth")).toEqual([
      "db:5432",
      "203.0.113.7/32:465",
      "203.0.113.9/32:443",
    ]);
    expect(waysOut(identity((platform) => ({ smtp: mail(platform) })).platform, "auth")).toEqual([
      "db:5432",
      "203.0.113.7/32:465",
    ]);
  });

  it("open one way where one server is two things", () => {
    const declare = (platform: Platform) => {
      const provider = staff(platform);
      return { identityProviders: { staff: provider, guests: { ...provider, displayName: "Guests" } } };
    };
    expect(waysOut(identity(declare).platform, "auth")).toEqual(["db:5432", "203.0.113.9/32:443"]);
  });

  it("are trusted by the authority that they are declared with, in a file of the server's", () => {
    const artifact = composed();
    expect(envOf(artifact, "auth")).toMatchObject({ KC_TRUSTSTORE_PATHS: "/etc/ashlar/authorities/staff-ca.pem" });
    expect(artifact.file.services["auth"]?.configs).toContainEqual(
      expect.objectContaining({ target: "/etc/ashlar/authorities/staff-ca.pem" }),
    );
    expect(artifact.files.map(({ text }) => text)).toContain(THEIR_CA);
  });

  it("without an authority of their own need no store", () => {
    const artifact = renderCompose(identity((platform) => ({ smtp: mail(platform) })).platform);
    expect(envOf(artifact, "auth")).not.toHaveProperty("KC_TRUSTSTORE_PATHS");
  });
});

describe("as an issuer", () => {
  const platform = () => {
    const made = identity(EVERYTHING);
    const rest = new PostgREST(made.platform, "rest", {
      ...{ database: made.db.database("app"), issuer: made.auth.issuer, audience: "acme" },
    });
    return { ...made, rest };
  };

  it("names its public url, and serves its keys inside", () => {
    const { auth } = identity();
    expect(auth.issuer).toMatchObject({
      url: { kind: "public-url", path: "/auth/realms/acme" },
      keys: { kind: "endpoint", endpoint: auth.api, path: "/auth/realms/acme/protocol/openid-connect/certs" },
    });
  });

  it("hands an API its keys through a tunnel of the API's own, never over the public url", () => {
    const { platform: made } = platform();
    const artifact = renderCompose(made);
    const readers = Object.entries(artifact.file.services).filter(([, service]) =>
      JSON.stringify(service.environment ?? {}).includes("/auth/realms/acme/protocol/openid-connect/certs"),
    );
    expect(readers.length).toBeGreaterThan(0);
    for (const [, { environment }] of readers) {
      expect(JSON.stringify(environment)).toMatch(
        /http:\/\/127\.0\.0\.1:150\d\d\/auth\/realms\/acme\/protocol\/openid-connect\/certs/,
      );
    }
    const allowed = artifact.file.services["auth-tls-api"]?.command ?? [];
    expect(JSON.stringify(allowed)).toMatch(/--allow-uri=spiffe:\/\/dev\.acme\.internal\/rest/);
  });

  it("is reached on a cluster by those who read its keys, and they reach nothing else of it", () => {
    const { platform: made } = platform();
    const callers = renderKubernetes(made)
      .objects.filter(({ kind }) => kind === "NetworkPolicy")
      .map(({ metadata }) => metadata.name ?? "")
      .filter((name) => waysOut(made, name).includes("auth:8443"));
    expect(callers).toEqual(expect.arrayContaining(["auth-provision", expect.stringMatching(/^rest-/)]));
    expect(callers).not.toContain("rest");
  });
});

describe("what is public", () => {
  it("is the realm's own pages and their files: nothing of administrators and their realm", () => {
    const { auth } = realm({ name: "shop" });
    expect(auth.realm).toBe("shop");
    expect(auth.routes.map(({ path, auth: key }) => [path, key])).toEqual([
      ["/auth/realms/shop", "none"],
      ["/auth/resources", "none"],
    ]);
  });

  it("leaves the administration inside when a gateway takes the routes", () => {
    const { platform, auth } = identity();
    new Kong(platform, "gateway", { routes: auth.routes });
    const { graph } = platform;
    renderCompose(platform);
    const paths = graph.exposures.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["/auth/realms/acme", "/auth/resources"]));
    for (const path of ["/auth", "/auth/admin", "/auth/realms", "/auth/realms/master", "/auth/metrics", "/auth/health"])
      expect(paths.filter((open) => open !== "/" && `${path}/`.startsWith(`${open}/`))).toEqual([]);
  });

  it("limits how often a login page is asked for", () => {
    for (const route of identity().auth.routes)
      expect(route.rateLimit).toMatchObject({ perMinute: expect.any(Number) });
  });
});

describe("a secret of a client", () => {
  it("is handed to whoever runs the client, where it has one", () => {
    const { auth } = identity(EVERYTHING);
    expect(auth.clientSecret("shop")?.secretName).toBe("auth-client-shop");
    expect(auth.clientSecret("reports")?.secretName).toBe("auth-client-reports");
    expect(auth.clientSecret("web")).toBeUndefined();
    expect(auth.clientSecret("nobody")).toBeUndefined();
  });
});

describe("on a foreign database", () => {
  function foreign(server: { readonly ca?: string; readonly tls?: "tls" | "plain" } = {}) {
    const platform = new Platform("acme", { publicUrl: "https://acme.example" });
    const endpoint = new ExternalEndpoint(platform, "partner-db", {
      ...{ host: "db.partner.example", port: 5432, protocol: "postgresql", cidrs: ["203.0.113.5/32"], ...server },
    });
    const password = new Secret(platform, "db-password", { kind: "given", describe: "password of the role keycloak" });
    const database = new ExternalDatabase(platform, "foreign", {
      ...{ server: endpoint, name: "identity", owner: "keycloak", logins: { keycloak: password } },
    });
    new Keycloak(platform, "auth", { database });
    return { platform };
  }

  it("logs in by password, which is in a file and nowhere else", () => {
    const artifact = renderCompose(foreign({ ca: THEIR_CA }).platform);
    expect(envOf(artifact, "auth")).toMatchObject({
      ASHLAR_DB_PASSWORD_FILE: "/run/ashlar/secrets/db-password",
      KC_DB_URL:
        "jdbc:postgresql://db.partner.example:5432/identity?user=keycloak&sslmode=verify-full" +
        "&sslrootcert=/etc/ashlar/authorities/foreign-ca.crt&ApplicationName=keycloak",
      KC_DB_USERNAME: "keycloak",
    });
    const { environment, entrypoint, command, configs } = artifact.file.services["auth"] ?? {};
    expect(JSON.stringify([environment, entrypoint, command])).not.toMatch(/KC_DB_PASSWORD|[?&]password=/);
    expect(configs).toContainEqual(expect.objectContaining({ target: "/etc/ashlar/authorities/foreign-ca.crt" }));
  });

  it("is checked by authority and name also where the authority is a public one", () => {
    expect(envOf(renderCompose(foreign().platform), "auth")["KC_DB_URL"]).toMatch(
      /[?&]sslmode=verify-full&sslfactory=org\.postgresql\.ssl\.DefaultJavaSSLFactory/,
    );
  });

  it("opens one way out, and says what its administrator has to make", () => {
    const { platform } = foreign();
    expect(waysOut(platform, "auth")).toEqual(["203.0.113.5/32:5432"]);
    const { notes } = renderCompose(foreign().platform);
    expect(notes.filter(({ code }) => code === "ASH-PG-006").map(({ message }) => message)).toEqual([
      "the foreign database identity needs: role keycloak (login)",
    ]);
  });

  it("without TLS is refused", () => {
    expect(problemsOf(() => foreign({ tls: "plain" }))).toEqual([
      expect.stringContaining("the server speaks no TLS, and passwords would cross the network as they are"),
    ]);
  });
});

describe.each(["compose", "kubernetes"] as const)("rendered for %s", (target) => {
  const texts = (platform: Platform) =>
    (target === "compose" ? renderCompose(platform) : renderKubernetes(platform)).files.map(
      ({ path, text }) => `${path}\n${text}`,
    );

  it("is the same to the byte, from one tree twice and from two trees", () => {
    const { platform } = identity(EVERYTHING);
    const first = texts(platform);
    expect(texts(platform)).toEqual(first);
    expect(texts(identity(EVERYTHING).platform)).toEqual(first);
  });
});

describe("what would lead astray is told", () => {
  it("a platform whose id is the name of Keycloak's own realm", () => {
    const platform = new Platform("master", { publicUrl: "https://acme.example" });
    const db = new Postgres(platform, "db", { storage: "1Gi", databases: { keycloak: {} } });
    new Keycloak(platform, "auth", { database: db.database("keycloak") });
    expect(() => platform.seal()).toThrow(/master\/auth:realm\.name\] ASH-INPUT-002/);
  });

  it("half a login at the relay, an alias that is no name, and a provider's urls on another server", () => {
    const { platform } = identity((tree) => {
      const { password: _, ...halved } = mail(tree);
      return {
        smtp: halved,
        identityProviders: { "Our Staff": { ...staff(tree), jwksUrl: "https://elsewhere.example/keys" } },
      };
    });
    expect(() => platform.seal()).toThrow(/identityProviders\.Our Staff/);
    expect(() => platform.seal()).toThrow(/jwksUrl\] ASH-KC-004: leads past acme\/staff/);
    expect(() => platform.seal()).toThrow(/smtp\] ASH-KC-003: the user has no password/);
  });

  it("a realm of another name has clients of other ids, since ids are unique across realms", () => {
    const ids = ["acme", "other"].map((name) => {
      const files = renderCompose(realm({ name, clients: { web: { redirectUris: ["/*"] } } }).platform).files;
      return /^client (\S+) web /m.exec(files.map(({ text }) => text).join("\n"))?.[1];
    });
    expect(new Set(ids).size).toBe(2);
  });
});
