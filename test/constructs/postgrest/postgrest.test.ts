import type { Issuer } from "../../../constructs/issuer/issuer";
import { ExternalEndpoint } from "../../../constructs/model/external-endpoint";
import { Platform } from "../../../constructs/model/platform";
import { Postgres } from "../../../constructs/postgres/postgres";
import { PostgREST } from "../../../constructs/postgrest/postgrest";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { BEHIND_SIDECAR, Sample } from "../../support/sample";
import { api, workloadOf } from "./api";

describe("the graph", () => {
  it("has two ways to the database: the server's as the authenticator, the job's as the owner of its schemas", () => {
    const { db, platform } = api();
    const edges = platform.graph.incoming(db.endpoint).map(({ caller, access }) => [caller.node.path, access]);
    expect(edges).toContainEqual(["acme/rest/main", { login: "certificate", database: "app", role: "authenticator" }]);
    expect(edges).toContainEqual(["acme/rest/keys", { login: "certificate", database: "app", role: "postgrest_keys" }]);
    expect(edges).toHaveLength(3); // and the database's own provisioning
  });

  it("serves one port, a sidecar's that checks names; the server behind it has none of its own", () => {
    const { rest } = api();
    expect(rest.api.props).toEqual({
      port: 8443,
      protocol: "http",
      tls: { mode: "mtls", by: "sidecar", verifies: "name", serverPort: 3000 },
    });
    expect(rest.peer.endpoints).toEqual([rest.api]);
    expect(rest.keys.endpoints).toEqual([]);
  });

  it("the sidecar hands calls to the server's loopback port, and asks that port whether it is there", () => {
    const { rest, platform } = api();
    new Sample(platform, "gateway").peer.connect(rest.api);
    const [sidecar] = workloadOf(rest.peer).sidecars;
    expect(sidecar?.args).toEqual(
      expect.arrayContaining(["--target=127.0.0.1:3000", "--allow-uri=spiffe://dev.acme.internal/gateway"]),
    );
    // ghostunnel cannot ask the admin port: the server's own probe does that.
    const plain = sidecar?.args?.filter((arg) => typeof arg === "string") ?? [];
    expect(plain.filter((arg) => arg.startsWith("--target-status"))).toEqual([]);
  });
});

describe("the start order", () => {
  const dependsOn = (name: string) => {
    const { rest, platform } = api();
    new Sample(platform, "gateway").peer.connect(rest.api);
    const { file } = renderCompose(platform);
    const { depends_on: dependencies = {} } = file.services[name] ?? {};
    return Object.fromEntries(Object.entries(dependencies).map(([service, { condition }]) => [service, condition]));
  };

  it("is database, provisioning, keys, server, callers", () => {
    expect(dependsOn("rest-keys")).toMatchObject({
      db: "service_healthy",
      "db-provision": "service_completed_successfully",
    });
    expect(dependsOn("rest")).toMatchObject({ "rest-keys": "service_completed_successfully" });
    expect(dependsOn("gateway")).toMatchObject({ rest: "service_healthy", "rest-tls-api": "service_healthy" });
  });
});

describe("the keys job", () => {
  it("holds the public keys and its own certificate, and no signing key", () => {
    const { rest, issuer } = api();
    const { container, run } = workloadOf(rest.keys);
    expect(run.kind).toBe("job");
    expect(container.material).toEqual([
      { kind: "identity", forms: ["cert", "key", "ca"] },
      { kind: "secret", secret: issuer.jwks },
    ]);
  });

  it("hands values over in its environment, where nothing can take them for SQL", () => {
    const { platform } = api({ audience: "it's; drop table keys" });
    const { environment, entrypoint, command } = renderCompose(platform).file.services["rest-keys"] ?? {};
    expect(environment).toMatchObject({
      AUDIENCE: "it's; drop table keys",
      ISSUER: "https://issuer.dev.acme.internal",
      KEYS_SCHEMA: "postgrest",
      CLAIMS_SCHEMA: "auth",
      PRE_REQUEST: "",
      AUTHENTICATOR_ROLE: "authenticator",
      ANONYMOUS_ROLE: "anon",
      AUTHENTICATED_ROLE: "authenticated",
      SERVICE_ROLE: "service_role",
    });
    expect(entrypoint).toEqual(["sh", "/etc/ashlar/postgrest/install.sh"]);
    expect(command).toEqual([
      expect.stringMatching(/^--dbname=postgresql:\/\/postgrest_keys@db:5432\/app\?sslmode=verify-full&/),
      "--file=/etc/ashlar/postgrest/install.sql",
    ]);
  });

  it("its program reads every variable that it is given, and no other", () => {
    const { container } = workloadOf(api().rest.keys);
    const program = container.mounts
      .map((mount) =>
        mount.kind === "config" && mount.config.content.format === "program" ? mount.config.content : undefined,
      )
      .map((content) => content?.text ?? "")
      .join("");
    const read = [...program.matchAll(/^\\getenv \w+ (\w+)$|cat -- "\$(JWKS_FILE)/gm)].map(
      ([, name, file]) => name ?? file,
    );
    expect(read.sort()).toEqual(Object.keys(container.env).sort());
  });
});

describe("an issuer that serves its keys", () => {
  function served(issuer: (platform: Platform) => Issuer) {
    const platform = new Platform("acme");
    const db = new Postgres(platform, "db", { storage: "1Gi", databases: { app: {} } });
    const rest = new PostgREST(platform, "rest", {
      database: db.database("app"),
      issuer: issuer(platform),
      audience: "acme",
    });
    return { platform, rest };
  }

  const within = (platform: Platform): Issuer => {
    const { server: endpoint } = new Sample(platform, "auth", { serve: BEHIND_SIDECAR });
    return { url: "https://acme.example/auth/realms/acme", keys: { kind: "endpoint", endpoint, path: "/certs" } };
  };

  it("is asked through a tunnel, by a job before the server starts and every five minutes afterwards", () => {
    const { file } = renderCompose(served(within).platform);
    expect(file.services["rest-keys"]?.environment?.["JWKS_URL"]).toBe("http://127.0.0.1:15000/certs");
    expect(file.services["rest-keys-tunnel-0"]?.command).toContain("--target=auth:8443");
    expect(file.services["rest-refresh"]?.entrypoint).toEqual(expect.arrayContaining(["sh", "300"]));
    expect(file.services["rest"]?.depends_on?.["rest-keys"]?.condition).toBe("service_completed_successfully");
    const kinds = renderKubernetes(served(within).platform).objects.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["Job", "CronJob"]));
  });

  it("outside of the platform is called by its own name", () => {
    const { platform } = served((tree) => {
      const endpoint = new ExternalEndpoint(tree, "idp", { host: "id.example", port: 443, protocol: "http" });
      return { url: "https://id.example", keys: { kind: "endpoint", endpoint, path: "/jwks" } };
    });
    const { environment } = renderCompose(platform).file.services["rest-keys"] ?? {};
    expect(environment).toMatchObject({ JWKS_URL: "http://127.0.0.1:15000/jwks", JWKS_HOST: "id.example" });
  });
});

describe("several servers", () => {
  it("stand beside each other with roles and a keys' schema of their own", () => {
    const { platform, add } = api();
    add("admin", {
      audience: "acme-admin",
      keysSchema: "postgrest_admin",
      roles: { anonymous: "nobody", authenticated: "clerk", service: "chief", authenticator: "admin_api" },
    });
    const { services } = renderCompose(platform).file;
    expect(services["admin"]?.environment).toMatchObject({
      PGRST_DB_ANON_ROLE: "nobody",
      PGRST_DB_PRE_CONFIG: "postgrest_admin.pre_config",
      PGRST_DB_URI: expect.stringContaining("//admin_api@db:5432/app?") as string,
    });
    expect(services["rest"]?.environment).toMatchObject({ PGRST_DB_PRE_CONFIG: "postgrest.pre_config" });
    expect(renderKubernetes(platform).objects.length).toBeGreaterThan(10);
  });
});
