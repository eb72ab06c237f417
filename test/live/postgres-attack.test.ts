import { connect } from "node:net";
import { Platform } from "../../constructs/model/platform";
import { Postgres } from "../../constructs/postgres/postgres";
import type { DatabaseProps } from "../../constructs/postgres/postgres";
import { Caller } from "../constructs/postgres/support/caller";
import { describeLive } from "./support/engines";
import { postgresEngine } from "./support/postgres";
import { RenderedPostgres } from "./support/rendered-postgres";

/** A server with one database, whose owner is hostile. */
function describePlatform(version: 16 | 17 | 18, app: DatabaseProps = {}) {
  const platform = new Platform("acme", { environment: "live" });
  const resources = { memory: { request: "256Mi", limit: "256Mi" } };
  const db = new Postgres(platform, "db", { version, storage: "1Gi", resources, databases: { app } });
  const owner = new Caller(platform, "migrations");
  owner.uses(db.database("app").connect(owner.peer).material("libpq"));
  return { db, owner };
}

// A count that outlives a transaction that is rolled back: a call that was made is seen.
const TRAP = `
  create schema if not exists evil;
  create sequence if not exists evil.calls;
  create or replace function evil.f() returns text language plpgsql as
    $$ begin perform nextval('evil.calls'); return 'pgcrypto'; end $$`;

describe.each([16, 17, 18] as const)("the owner of a database of PostgreSQL %s is no superuser", (version) => {
  describeLive([postgresEngine(version), "postgres-debian15"], "and provisioning does not make it one", () => {
    let now: ReturnType<typeof describePlatform>;
    let server: RenderedPostgres;

    beforeEach(async () => {
      now = describePlatform(version);
      server = await RenderedPostgres.start(now.db);
      await server.provisioned();
    });

    afterEach(async () => {
      await server?.stop();
    });

    const asOwner = async (sql: string): Promise<void> => {
      const session = await server.session(now.owner.peer, "app", "app");
      await session.query(sql).finally(() => session.end());
    };
    const calls = async () => (await server.admin("select is_called from evil.calls", "app"))[0]?.[0];
    const provisionWith = async (app: DatabaseProps) => {
      now = describePlatform(version, app);
      await server.describeAnew(now.db);
      return server.provision();
    };
    const extensions = () =>
      server.admin(
        "select extname, extnamespace::regnamespace::text from pg_extension where extname <> 'plpgsql'",
        "app",
      );

    /** The database as it is before its first provisioning, or after somebody threw the ledger away. */
    const withoutLedger = () => server.admin("drop schema ashlar cascade", "app");

    it("a schema named ashlar of its own is refused before anything in it is read", async () => {
      await withoutLedger();
      await asOwner(`${TRAP}; create schema ashlar; create view ashlar.extension as select evil.f() as name`);
      const { code, stderr } = await server.provision();
      expect(stderr).toMatch(/schema ashlar of database app does not belong to the superuser; rename it/);
      expect({ code, called: await calls() }).toEqual({ code: 3, called: false });

      // Handing over the schema alone leaves what lies in it.
      await server.admin("alter schema ashlar owner to postgres", "app");
      expect((await server.provision()).stderr).toMatch(/something in schema ashlar of database app does not belong/);
      expect(await calls()).toBe(false);

      await server.admin("drop schema ashlar cascade", "app");
      await server.provisioned();
    });

    it("functions of its schema public are not run when an extension is created there", async () => {
      await asOwner(`${TRAP};
        create function public.format(text, text, text) returns text language sql as 'select evil.f()';
        create function public.format(text, text) returns text language sql as 'select evil.f()'`);
      expect(await provisionWith({ extensions: { pgcrypto: {}, cube: {} } })).toMatchObject({ code: 0, stderr: "" });
      expect(await calls()).toBe(false);
      expect((await extensions()).sort()).toEqual([
        ["cube", "public"],
        ["pgcrypto", "public"],
      ]);
    });

    it("an extension is refused whose script would look among its functions", async () => {
      await asOwner(`${TRAP}; create function public.cube(text) returns text language sql as 'select evil.f()'`);
      const { code, stderr } = await provisionWith({ extensions: { cube: {}, earthdistance: {} } });
      expect(stderr).toMatch(
        /extension earthdistance cannot be created: its script could run functions of role app in schema public/,
      );
      expect({ code, called: await calls() }).toEqual({ code: 3, called: false });

      await asOwner("drop function public.cube(text)");
      await server.provisioned();
      expect((await extensions()).map(([name]) => name).sort()).toEqual(["cube", "earthdistance"]);
    });

    it("what it sets for every session of its database does not hold for provisioning", async () => {
      await withoutLedger();
      await asOwner(`${TRAP};
        create function evil.current_database() returns name language sql as 'select evil.f()::name';
        alter database app set search_path = evil, pg_catalog;
        alter database app set role = app;
        alter database app set standard_conforming_strings = off`);
      await server.provisioned();
      expect(await calls()).toBe(false);
      expect(
        await server.admin("select nspowner::regrole::text from pg_namespace where nspname = 'ashlar'", "app"),
      ).toEqual([["postgres"]]);
    });

    it("a TCP client that never speaks TLS learns nothing", async () => {
      const socket = connect({ port: server.port, host: "127.0.0.1" });
      const reply = await new Promise<string>((done) => {
        socket.once("data", (data) => done(data.toString("latin1")));
        const startup = Buffer.from("\0\0\0\0\0\x03\0\0user\0postgres\0database\0postgres\0\0", "latin1");
        startup.writeInt32BE(startup.length, 0);
        socket.write(startup);
      });
      socket.destroy();
      expect(reply).toMatch(/^E.*pg_hba.conf rejects connection/s);
    });
  });
});
