import { join } from "node:path";
import { TestAuthority } from "./certificates";
import { describeLive } from "./engines";
import { KEYCLOAK_STARTS, startKeycloak } from "./keycloak";
import type { KeycloakServer } from "./keycloak";
import { startPostgres } from "./postgres";
import type { PostgresServer } from "./postgres";
import { isListening, succeed, temporaryFolder } from "./process";

describeLive(["keycloak", "java-17", "postgres-17", "postgres-debian15"], "Keycloak as a server for tests", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let database: PostgresServer;
  let env: Readonly<Record<string, string>>;
  let server: KeycloakServer;

  beforeAll(async () => {
    folder = temporaryFolder("keycloak-pki");
    const authority = await TestAuthority.create(folder.path);
    const serving = await authority.issue("server", { commonName: "db", names: ["DNS:localhost"] });
    const caller = await authority.issue("caller", { commonName: "auth" });
    const key = join(folder.path, "caller.der"); // Java's PostgreSQL driver reads no PEM keys
    await succeed("openssl", [
      ...["pkcs8", "-topk8", "-nocrypt", "-outform", "DER"],
      ...["-in", caller.key, "-out", key],
    ]);
    database = await startPostgres({
      version: 17,
      hba: ["local all postgres trust", "hostssl keycloak keycloak 127.0.0.1/32 cert map=platform"],
      ident: ["platform auth keycloak"],
      tls: { ...serving, authority: authority.certificate },
    });
    await database.sql("create role keycloak login");
    await database.sql("create database keycloak owner keycloak");
    const tls = `sslmode=verify-full&sslrootcert=${authority.certificate}&sslcert=${caller.certificate}&sslkey=${key}`;
    env = {
      KC_DB: "postgres",
      KC_DB_URL: `jdbc:postgresql://localhost:${database.port}/keycloak?${tls}`,
      KC_DB_USERNAME: "keycloak",
      KC_CACHE: "local",
      KC_HEALTH_ENABLED: "true",
      KC_HOSTNAME: "https://acme.example",
      KC_BOOTSTRAP_ADMIN_CLIENT_ID: "bootstrap",
      KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: "a-secret-of-this-test",
    };
    server = await startKeycloak({
      env,
      args: ["--import-realm"],
      files: { "data/import/acme.json": JSON.stringify({ realm: "acme", enabled: true }) },
    });
  }, KEYCLOAK_STARTS);

  afterAll(async () => {
    await server?.stop();
    await database?.stop();
    folder.remove();
  });

  const token = (secret: string): Promise<Response> =>
    fetch(`${server.url}/realms/master/protocol/openid-connect/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: "bootstrap",
        client_secret: secret,
      }),
    });

  it("runs in production mode and keeps its data in PostgreSQL, as the name in its certificate", async () => {
    expect(server.running.output()).toContain("Profile prod activated");
    const seen = "select distinct usename, client_dn from pg_stat_ssl join pg_stat_activity using (pid) where ssl";
    expect(await database.sql(seen)).toBe("keycloak|/CN=auth");
  });

  it("has imported the realm that it was given, under its public name", async () => {
    const answer = await fetch(`${server.url}/realms/acme/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({ issuer: "https://acme.example/realms/acme" });
  });

  it("lets its administrator in with the right secret and with no other", async () => {
    expect((await token("a-secret-of-this-test")).status).toBe(200);
    expect((await token("another")).status).toBe(401);
  });

  it(
    "starts again from the same build, with its data, and leaves nothing behind",
    async () => {
      const { port, folder: old } = server;
      await server.stop();
      expect(await isListening(port)).toBe(false);

      server = await startKeycloak({ env: { ...env, KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: "later" } });
      expect(server.folder).not.toBe(old);
      expect(server.running.output()).not.toContain("augmentation");
      expect((await fetch(`${server.url}/realms/acme`)).status).toBe(200);
      // The bootstrap administrator belongs to the first start; a later environment changes nothing.
      expect((await token("a-secret-of-this-test")).status).toBe(200);
    },
    KEYCLOAK_STARTS,
  );

  it(
    "tells the end of the log when it does not come up",
    async () => {
      const wrong = { ...env, KC_DB_URL: "jdbc:postgresql://localhost:1/keycloak" };
      await expect(startKeycloak({ env: wrong })).rejects.toThrow(/kc\.sh: ended \(1\)[\s\S]*localhost:1 refused/);
    },
    KEYCLOAK_STARTS,
  );
});
