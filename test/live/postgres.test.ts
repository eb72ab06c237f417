import { Platform } from "../../constructs/model/platform";
import { Secret } from "../../constructs/model/secret";
import { createAuthority } from "../../constructs/pki/authority";
import { Postgres } from "../../constructs/postgres/postgres";
import type { DatabaseConnection, DatabaseProps, RoleProps } from "../../constructs/postgres/postgres";
import { ownedSettingNames, settingNames } from "../../constructs/postgres/settings";
import { Caller } from "../constructs/postgres/support/caller";
import { describeLive } from "./support/engines";
import { postgresEngine } from "./support/postgres";
import { execute, waitUntil, type Finished } from "./support/process";
import { RenderedPostgres } from "./support/rendered-postgres";

const PASSWORD = "first-password-of-the-report-tool";
const NEXT_PASSWORD = "an'other $password \"with\\ every; --quote";

/** What a later description of the platform adds to the first one, or leaves out. */
interface Change {
  readonly databases?: Readonly<Record<string, DatabaseProps>>;
  readonly roles?: Readonly<Record<string, RoleProps>>;
  readonly without?: "reader";
}

/** The platform of this story: an API that switches roles, a job that owns the data, a report tool with a password. */
function describePlatform(version: 16 | 17 | 18, change: Change = {}) {
  const platform = new Platform("acme", { environment: "live" });
  const password = new Secret(platform, "report-password", { kind: "password", length: 32 });
  const reader: RoleProps = {
    memberOf: ["anon"],
    settings: { statement_timeout: "8s", search_path: ["app", "public"] },
  };
  const db = new Postgres(platform, "db", {
    version,
    storage: "1Gi",
    resources: { memory: { request: "256Mi", limit: "256Mi" } },
    settings: { log_min_duration_statement: 0, log_connections: "on" },
    databases: { app: { extensions: { pgcrypto: {} }, schemas: { app: {} } }, other: {}, ...change.databases },
    roles: { ...(change.without === "reader" ? {} : { reader, author: {} }), ...change.roles },
  });
  const app = db.database("app");
  // What a component such as an API declares through the reference that it was handed.
  app.role("anon");
  app.role("service", { bypassRls: true });
  app.role("authenticator", { inherit: false, memberOf: ["anon", "service"], connectionLimit: 20 });
  for (const to of ["anon", "service"]) {
    app.grant({ on: "schema", schema: "app", to, privileges: ["usage"] });
    app.grant({ on: "tables", schema: "app", to, privileges: ["select"] });
  }
  if (change.without !== "reader") app.grant({ on: "tables", schema: "app", to: "reader", privileges: ["insert"] });
  app.notifyOnDdl({ channel: "api", payload: "reload schema" });

  const connections = new Map<Caller, DatabaseConnection>();
  const caller = (id: string, make: (caller: Caller) => DatabaseConnection): Caller => {
    const made = new Caller(platform, id);
    const connection = make(made);
    made.uses(connection.material("libpq"));
    connections.set(made, connection);
    return made;
  };
  const api = caller("api", (it) => app.connect(it.peer, { role: "authenticator" }));
  const owner = caller("migrations", (it) => app.connect(it.peer));
  const stranger = caller("stranger", (it) => db.database("other").connect(it.peer));
  const report = caller("report", (it) => app.passwordConnect(it.peer, { role: "report", password }));
  return { platform, db, api, owner, stranger, report, connections, secretName: password.secretName };
}

describe.each([16, 17, 18] as const)("PostgreSQL %s as a platform describes it", (version) => {
  describeLive([postgresEngine(version), "postgres-debian15"], "lets in whom the graph names", () => {
    let now: ReturnType<typeof describePlatform>;
    let server: RenderedPostgres;

    beforeAll(async () => {
      now = describePlatform(version);
      server = await RenderedPostgres.start(now.db);
      await server.provisioned({ [now.secretName]: PASSWORD });
    });

    afterAll(async () => {
      await server?.stop();
    });

    /** Runs SQL through the connection string that the caller's container is given. */
    const ask = async (caller: Caller, sql: string, edit: (uri: string) => string = (uri) => uri, options = {}) => {
      const uri = await server.asCaller(caller.peer, now.connections.get(caller)!.uri(), options);
      return execute("psql", [edit(uri), "-XqAt", "-v", "ON_ERROR_STOP=1", "-c", sql]);
    };

    it("accepts every line of the rendered configuration, and runs with it", async () => {
      // The port alone is the test's own: it is on the command line.
      expect(
        await server.admin("select name, error from pg_file_settings where error is not null and name <> 'port'"),
      ).toEqual([]);
      expect(await server.admin("select line_number, error from pg_hba_file_rules where error is not null")).toEqual(
        [],
      );
      expect(
        await server.admin("select line_number, error from pg_ident_file_mappings where error is not null"),
      ).toEqual([]);
      const settings =
        "select name, setting, unit from pg_settings where name in ('shared_buffers', 'data_checksums', 'ssl_min_protocol_version', 'password_encryption') order by 1";
      expect(await server.admin(settings)).toEqual([
        ["data_checksums", "on", null],
        ["password_encryption", "scram-sha-256", null],
        ["shared_buffers", "8192", "8kB"],
        ["ssl_min_protocol_version", "TLSv1.3", null],
      ]);
    });

    it("knows every setting that a user may set, and every one that the component owns", async () => {
      const known = new Set((await server.admin("select lower(name) from pg_settings")).map(([name]) => name));
      expect(settingNames(version).filter((name) => !known.has(name))).toEqual([]);
      const unseen = ownedSettingNames().filter((name) => !known.has(name));
      expect(unseen).toEqual(version === 16 ? ["allow_alter_system"] : []);
    });

    it("the right certificate: in, as the role that it is mapped to", async () => {
      const seen = await ask(
        now.api,
        "select session_user, s.version, s.client_dn from pg_stat_ssl s where pid = pg_backend_pid()",
      );
      expect(seen).toEqual({ code: 0, stdout: "authenticator|TLSv1.3|/CN=api\n", stderr: "" });
      expect((await ask(now.owner, "select session_user")).stdout).toBe("app\n");
    });

    const refusals: readonly (readonly [string, () => Promise<Finished>, RegExp])[] = [
      [
        "no certificate",
        () =>
          ask(now.api, "select 1", (uri) => uri.replace(/sslcert=[^&]*&sslkey=[^&]*/, "sslcert=/none&sslkey=/none")),
        /requires a valid client certificate/,
      ],
      [
        "a certificate of another authority",
        async () =>
          ask(now.api, "select 1", undefined, { authority: await createAuthority({ commonName: "somebody else" }) }),
        /unknown ca|certificate verify failed/,
      ],
      [
        "an expired certificate",
        () =>
          ask(now.api, "select 1", undefined, {
            now: new Date(Date.now() - 3 * 86_400_000),
            authority: server.authority,
          }),
        /certificate has expired|expired certificate|certificate expired/,
      ],
      [
        "a valid certificate of another peer",
        () =>
          ask(now.stranger, "select 1", (uri) => uri.replace("other@", "authenticator@").replace("/other?", "/app?")),
        /certificate authentication failed for user "authenticator"/,
      ],
      [
        "a valid certificate on a database that its peer has no edge to",
        () => ask(now.api, "select 1", (uri) => uri.replace("/app?", "/other?")),
        /rejects connection for host .* user "authenticator", database "other"/,
      ],
      [
        "a valid certificate as the superuser",
        () => ask(now.owner, "select 1", (uri) => uri.replace("app@", "postgres@")),
        /certificate authentication failed for user "postgres"/,
      ],
      [
        "plain TCP",
        () => ask(now.api, "select 1", (uri) => uri.replace("verify-full", "disable")),
        /rejects connection for host .*, no encryption/,
      ],
      [
        "plain TCP with the right password",
        () => ask(now.report, "select 1", (uri) => uri.replace("verify-full", "disable")),
        /rejects connection for host .*, no encryption/,
      ],
      [
        "a wrong password",
        () => ask(now.report, "select 1", (uri) => uri.replace(PASSWORD, "guess")),
        /password authentication failed for user "report"/,
      ],
      [
        "the right password for a role without the exception",
        () => ask(now.report, "select 1", (uri) => uri.replace("report:", "app:")),
        /requires a valid client certificate/,
      ],
      [
        "a replication connection",
        () => ask(now.api, "IDENTIFY_SYSTEM", (uri) => `${uri}&replication=true`),
        /rejects replication connection/,
      ],
    ];

    it.each(refusals)("%s: refused", async (_, attempt, why) => {
      const { code, stdout, stderr } = await attempt();
      expect(stderr).toMatch(why);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    });

    it("the named password exception: in, over TLS, without a certificate", async () => {
      const seen = await ask(
        now.report,
        "select session_user, ssl, client_dn is null from pg_stat_ssl where pid = pg_backend_pid()",
      );
      expect(seen).toEqual({ code: 0, stdout: "report|t|t\n", stderr: "" });
    });

    it("a role that does not inherit must switch, and one that bypasses policies sees past them", async () => {
      await ask(
        now.owner,
        "create table app.secret(id int, keeper text); insert into app.secret values (1, 'nobody'); alter table app.secret enable row level security",
      );
      expect((await ask(now.api, "select count(*) from app.secret")).stderr).toMatch(
        /permission denied for schema app/,
      );
      expect((await ask(now.api, "set role anon; select count(*) from app.secret")).stdout).toBe("0\n");
      expect((await ask(now.api, "set role service; select count(*) from app.secret")).stdout).toBe("1\n");
      expect((await ask(now.api, "set role app")).stderr).toMatch(/permission denied to set role "app"/);
    });

    it("nobody but the owner creates in public, and nobody at all connects by default", async () => {
      expect((await ask(now.api, "set role service; create table public.mine(id int)")).stderr).toMatch(
        /permission denied for schema public/,
      );
      const open = await server.admin(
        "select datname from pg_database where has_database_privilege('anon', datname, 'connect') and datname <> 'template0'",
      );
      expect(open).toEqual([]);
    });

    it("settings of a role are those of its sessions", async () => {
      const settings = "select unnest(setconfig) from pg_db_role_setting where setrole = 'reader'::regrole order by 1";
      expect(await server.admin(settings)).toEqual([["search_path=app, public"], ["statement_timeout=8s"]]);
    });

    it("a listener hears of changes to the structure, and not of temporary tables", async () => {
      const listener = await server.session(now.owner.peer, "app", "app");
      const heard: string[] = [];
      listener.on("notification", ({ channel, payload }) => heard.push(`${channel}: ${payload}`));
      await listener.query("listen api");
      await listener.query("create temporary table scratch(id int); drop table scratch");
      expect(heard).toEqual([]);
      await ask(now.owner, "create table app.things(id int)");
      await ask(now.owner, "drop table app.things");
      await waitUntil(() => heard.length === 2, "both messages arrived");
      expect(heard).toEqual(["api: reload schema", "api: reload schema"]);
      await listener.end();
    });

    it("provisioning again writes nothing at all", async () => {
      const before = await server.snapshot(["app", "other"]);
      await server.provisioned();
      expect(await server.snapshot(["app", "other"])).toBe(before);
    });

    it("a new password, role and database arrive by provisioning again, and nobody is thrown out", async () => {
      const open = await server.session(now.api.peer, "app", "authenticator");
      const pid = (await open.query("select pg_backend_pid() as pid")).rows[0].pid as number;
      await server.admin("create role by_hand login; grant select on app.secret to by_hand", "app");

      now = describePlatform(version, {
        databases: { shop: { owner: "shop_owner" } },
        roles: { auditor: { memberOf: ["pg_monitor"] } },
      });
      await server.describeAnew(now.db);
      const { stdout, stderr } = await server.provisioned({ [now.secretName]: NEXT_PASSWORD });
      expect({ stdout, stderr }).toEqual({ stdout: "provision: everything declared is there\n", stderr: "" });

      expect((await ask(now.report, "select session_user")).stdout).toBe("report\n");
      expect(
        (await ask(now.report, "select 1", (uri) => uri.replace(encodeURIComponent(NEXT_PASSWORD), PASSWORD))).stderr,
      ).toMatch(/password authentication failed/);
      expect(
        await server.admin("select datname, datdba::regrole::text from pg_database where datname = 'shop'"),
      ).toEqual([["shop", "shop_owner"]]);
      expect(await server.admin("select pg_has_role('auditor', 'pg_monitor', 'usage')")).toEqual([[true]]);
      expect(await server.admin("select has_table_privilege('by_hand', 'app.secret', 'select')", "app")).toEqual([
        [true],
      ]);

      expect((await open.query("select pg_backend_pid() as pid, session_user as who")).rows).toEqual([
        { pid, who: "authenticator" },
      ]);
      await open.end();
      expect((await ask(now.api, "select session_user")).stdout).toBe("authenticator\n");

      const again = await server.snapshot(["app", "other", "shop"]);
      await server.provisioned();
      expect(await server.snapshot(["app", "other", "shop"])).toBe(again);
    });

    it("no password is in the server's log, its statistics, its view of activity or the job's output", async () => {
      // Everything is logged here: the server of this story has log_min_duration_statement = 0.
      expect(server.log()).toMatch(/statement: select session_user/);
      const seen = [
        server.log(),
        JSON.stringify(await server.admin("select query from pg_stat_statements")),
        JSON.stringify(await server.admin("select query from pg_stat_activity")),
        JSON.stringify(await server.provisioned()),
      ].join("\n");
      expect(seen).toMatch(/create role/);
      for (const part of [PASSWORD, NEXT_PASSWORD, "every; --quote", "$password"]) expect(seen).not.toContain(part);
    });

    it("a password that cannot be set fails the job, and is told without its text", async () => {
      const empty = await server.provision({ [now.secretName]: "" });
      expect(empty.stderr).toMatch(/the password of role report is empty, or its file cannot be read/);

      const other = await server.session(now.db.provision, "postgres", "postgres");
      await other.query("begin; alter role report connection limit 7");
      const blocked = server.provision({ [now.secretName]: "never-set-but-also-never-told" });
      // The job hides from pg_stat_activity what it does; its lock cannot be hidden.
      const waiting = "select pid from pg_locks where not granted";
      await waitUntil(async () => (await other.query(waiting)).rowCount === 1, "the job waits for the role", 20_000);
      await other.query(`select pg_cancel_backend(pid) from (${waiting}) w`);
      const cancelled = await blocked;
      await other.query("rollback");
      await other.end();

      expect([empty.code, cancelled.code]).toEqual([3, 3]);
      expect(cancelled.stderr).toMatch(/canceling statement due to user request/);
      expect(cancelled.stderr + cancelled.stdout + server.log()).not.toContain("never-set");
      await server.provisioned({ [now.secretName]: NEXT_PASSWORD });
      expect((await ask(now.report, "select session_user")).stdout).toBe("report\n");
    });

    it("what is taken from a single table by hand stays taken", async () => {
      await ask(now.owner, "create table app.taken(id int); revoke select on app.taken from anon");
      await server.provisioned();
      const rights =
        "select has_table_privilege('anon', 'app.taken', 'select'), has_table_privilege('service', 'app.taken', 'select')";
      expect(await server.admin(rights, "app")).toEqual([[false, true]]);
    });

    it("what is not declared any more is taken back; data and what people made are not", async () => {
      const memberships = "select pg_has_role('reader', 'anon', 'member')";
      expect(await server.admin(memberships)).toEqual([[true]]);
      await server.admin(
        "create table app.kept(id int); alter table app.kept owner to author; grant anon to by_hand; create role reader_by_hand in role reader",
        "app",
      );
      await ask(now.owner, "create table app.later(id int)");
      const insert = "select has_table_privilege('reader', 'app.later', 'insert')";
      expect(await server.admin(insert, "app")).toEqual([[true]]);

      now = describePlatform(version, { without: "reader" });
      await server.describeAnew(now.db);
      const { stderr } = await server.provisioned();

      expect(stderr).toMatch(/role author is not declared any more; .* is kept/);
      const left =
        "select rolname, rolcanlogin from pg_roles where rolname in ('reader', 'author', 'by_hand', 'reader_by_hand', 'auditor', 'shop_owner') order by 1";
      expect(await server.admin(left)).toEqual([
        ["author", false],
        ["by_hand", true],
        ["reader_by_hand", false],
        ["shop_owner", false],
      ]);
      expect(
        await server.admin(
          "select pg_has_role('by_hand', 'anon', 'member'), to_regclass('app.kept') is not null",
          "app",
        ),
      ).toEqual([[true, true]]);
      expect(await server.admin("select count(*)::int from pg_database where datname = 'shop'")).toEqual([[1]]);
      expect(
        await server.admin(
          "select count(*)::int from pg_default_acl, aclexplode(defaclacl) where grantee not in (select oid from pg_roles)",
          "app",
        ),
      ).toEqual([[0]]);
    });

    it("a renewed certificate is presented without a restart", async () => {
      const serial = async (): Promise<unknown> => {
        const client = await server.session(now.owner.peer, "app", "app");
        const { stream } = (
          client as unknown as { connection: { stream: { getPeerCertificate(): { serialNumber: string } } } }
        ).connection;
        const { serialNumber } = stream.getPeerCertificate();
        await client.end();
        return serialNumber;
      };
      const [before, pid] = [await serial(), server.process.pid];
      await server.renew();
      await waitUntil(async () => (await serial()) !== before, "the server presents the new certificate", 20_000);
      expect(server.process.pid).toBe(pid);
      expect(server.log()).toMatch(/start: certificates have changed; the server reads them again/);
    });

    it("stops fast on SIGTERM although sessions are open, and comes back with its data", async () => {
      const open = await server.session(now.api.peer, "app", "authenticator");
      server.process.signal("SIGTERM");
      expect(await server.process.exited(30_000)).toBe(0);
      expect(server.log()).toMatch(/received fast shutdown request/);
      await open.end().catch(() => undefined);
      await server.boot();
      expect((await ask(now.owner, "select count(*) from app.secret")).stdout).toBe("1\n");
    });
  });
});
