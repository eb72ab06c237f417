import { TestAuthority } from "./certificates";
import { describeLive } from "./engines";
import { postgresEngine, psql, startPostgres } from "./postgres";
import type { PostgresServer, PostgresVersion } from "./postgres";
import { temporaryFolder } from "./process";

const versions = [16, 17, 18, "debian15"] as const satisfies readonly PostgresVersion[];

describe.each(versions)("PostgreSQL %s", (version) => {
  describeLive([postgresEngine(version), "postgres-debian15"], "as a server for tests", () => {
    const extension = version === "debian15" ? "pgaudit" : "pg_stat_statements";
    let folder: ReturnType<typeof temporaryFolder>;
    let server: PostgresServer;
    let client: Readonly<Record<string, string | number>>;

    beforeAll(async () => {
      folder = temporaryFolder("postgres-pki");
      const authority = await TestAuthority.create(folder.path);
      const serving = await authority.issue("server", { commonName: "db", names: ["DNS:localhost", "IP:127.0.0.1"] });
      const caller = await authority.issue("caller", { commonName: "caller" });
      server = await startPostgres({
        version,
        hba: ["local all postgres trust", "hostssl all app 127.0.0.1/32 cert map=platform"],
        ident: ["platform caller app"],
        tls: { ...serving, authority: authority.certificate },
        settings: { shared_preload_libraries: extension },
      });
      await server.sql("create role app login");
      client = {
        host: "localhost",
        hostaddr: "127.0.0.1",
        port: server.port,
        user: "app",
        dbname: "postgres",
        sslmode: "verify-full",
        sslrootcert: authority.certificate,
        sslcert: caller.certificate,
        sslkey: caller.key,
      };
    });

    afterAll(async () => {
      await server?.stop();
      folder.remove();
    });

    it("is that release, with TLS on", async () => {
      const major = version === "debian15" ? "15" : String(version);
      expect(await server.sql("show server_version")).toMatch(new RegExp(`^${major}\\.`));
      expect(await server.sql("show ssl")).toBe("on");
    });

    it("lets the certificate's name in as the role it maps to, over TLS 1.3", async () => {
      const seen = await psql(client, "select current_user, version from pg_stat_ssl where pid = pg_backend_pid()");
      expect(seen).toMatchObject({ code: 0, stdout: "app|TLSv1.3\n" });
    });

    it("refuses a caller without a certificate, and plain TCP", async () => {
      const bare = await psql({ ...client, sslcert: "/nonexistent", sslkey: "/nonexistent" }, "select 1");
      expect(bare.stderr).toMatch(/connection requires a valid client certificate/);
      const plain = await psql({ ...client, sslmode: "disable" }, "select 1");
      expect(plain.stderr).toMatch(/no pg_hba.conf entry .* no encryption/);
    });

    it("has the extension that watches it", async () => {
      await server.sql(`create extension ${extension}`);
      expect(await server.sql("select extname from pg_extension where extname <> 'plpgsql'")).toBe(extension);
    });
  });
});
