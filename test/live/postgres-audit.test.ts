import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { postgresSchema } from "../../constructs/postgres/schema";
import { auditSettings, librarySettings } from "../../constructs/postgres/server-settings";
import { describeLive } from "./support/engines";
import { psql, startPostgres, type PostgresServer } from "./support/postgres";
import { succeed } from "./support/process";

const programs = join(__dirname, "../../constructs/postgres");

/** What provision.sh does for one database, with a declaration that is about extensions alone. */
async function provisionDatabase(
  server: PostgresServer,
  switched: readonly { name: string; schema: string }[],
): Promise<void> {
  const database = { name: "postgres", schemas: [], extensions: [], grants: [], notifications: [], switched };
  const spec = server.installation.write("spec.json", JSON.stringify({ databases: [database] }), 0o644);
  const session = ["-h", server.socket, "-p", String(server.port), "-U", "postgres", "-d", "postgres"];
  const env = { ASHLAR_SPEC: spec, PGOPTIONS: "-c search_path=pg_catalog" };
  const files = ["database-begin.sql", "guard.sql", "database.sql"].flatMap((name) => ["-f", join(programs, name)]);
  await succeed("psql", ["-Xq", "-v", "ON_ERROR_STOP=1", ...session, ...files], { env });
}

// pgAudit comes in Debian's packages for 15 alone; the servers of 16 to 18 that can be had are without it. So the audit
// switch is proved on 15 with the settings and the program that every version gets.
describeLive(["postgres-debian15"], "the audit switch, on Debian's PostgreSQL 15", () => {
  const on = postgresSchema().parse({ storage: "1Gi", audit: { log: ["ddl", "role", "write"] } });
  const off = postgresSchema().parse({ storage: "1Gi" });
  const PGAUDIT = [{ name: "pgaudit", schema: "ashlar" }];
  let server: PostgresServer;

  const settingsOf = (spec: typeof on) =>
    Object.fromEntries(
      Object.entries({ ...auditSettings(spec), ...librarySettings(spec) }).map(([name, value]) => {
        if (typeof value === "object") throw new Error(`${name} is an expression`);
        return [name, String(value)];
      }),
    );
  const asApp = (sql: string) => psql({ host: server.socket, port: server.port, user: "app", dbname: "postgres" }, sql);

  const control = async (...args: readonly string[]): Promise<void> => {
    const { code, stderr } = await server.installation.run("pg_ctl", [...args, "-D", server.data, "-m", "fast", "-w"]);
    if (code !== 0) throw new Error(stderr);
  };
  const restart = async (settings: ReturnType<typeof settingsOf>): Promise<void> => {
    // Of two lines about one setting the last one holds.
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
    appendFileSync(join(server.installation.folder, "postgresql.conf"), lines.join(""));
    await control("restart", "-l", "/dev/null");
  };

  beforeAll(async () => {
    server = await startPostgres({ version: "debian15", settings: settingsOf(on) });
    await provisionDatabase(server, PGAUDIT);
    await server.sql("create role app login; grant create on schema public to app");
  });

  afterAll(async () => {
    await control("stop");
    await server.stop();
  });

  it("logs what was changed, and what was only read not", async () => {
    expect(await asApp("create table audited(id int)")).toMatchObject({ code: 0, stderr: "" });
    expect(await asApp("insert into audited values (1)")).toMatchObject({ code: 0, stderr: "" });
    expect(await asApp("select count(*) from audited")).toMatchObject({ code: 0, stdout: "1\n" });
    const log = server.running.output();
    expect(log).toMatch(/AUDIT: SESSION,\d+,\d+,DDL,CREATE TABLE,TABLE,public\.audited,create table audited/);
    expect(log).toMatch(/AUDIT: SESSION,\d+,\d+,WRITE,INSERT,,,insert into audited/);
    expect(log).not.toMatch(/AUDIT: .*count/);
  });

  it("logs that a password was set, and not which", async () => {
    await server.sql("alter role app password 'correct horse battery staple'");
    expect(server.running.output()).toMatch(/AUDIT: .*ROLE,ALTER ROLE,.*alter role app password <REDACTED>/i);
    expect(server.running.output()).not.toContain("correct horse");
  });

  it("can be switched off again: the extension goes, although its triggers fail without their library", async () => {
    await restart(settingsOf(off));
    expect((await asApp("create table broken(id int)")).stderr).toMatch(
      /pgaudit must be loaded via shared_preload_libraries/,
    );
    await provisionDatabase(server, []);
    expect(await asApp("create table whole(id int)")).toMatchObject({ code: 0, stderr: "" });
    expect(await server.sql("select count(*) from pg_extension where extname = 'pgaudit'")).toBe("0");
  });
});
