import { AshlarError } from "../../../constructs/model/diagnostics";
import { Platform } from "../../../constructs/model/platform";
import { Secret } from "../../../constructs/model/secret";
import {
  Postgres,
  type Database,
  type Grant,
  type IDatabase,
  type PostgresProps,
} from "../../../constructs/postgres/postgres";
import { lowerPlatform } from "../../../constructs/render/lower";
import { Caller } from "./support/caller";

function server(props: Partial<PostgresProps> = {}) {
  const platform = new Platform("acme");
  const db = new Postgres(platform, "db", { storage: "1Gi", databases: { app: {} }, ...props });
  return { platform, db, app: db.database("app") };
}

/** What a platform is refused for, as it is told. */
function complaints(platform: Platform): readonly string[] {
  try {
    lowerPlatform(platform, "compose");
    return [];
  } catch (error) {
    if (!AshlarError.is(error)) throw error;
    return error.message.split("\n");
  }
}

describe("a reference to a database", () => {
  it("is what other components take, whoever serves it", () => {
    const { app } = server();
    const taken: IDatabase = app;
    expect([taken.name, app.owner]).toEqual(["app", "app"]);
  });

  it("to a name that nobody declares is refused with the names that are", () => {
    const { platform, db } = server({ databases: { app: {}, books: {} } });
    db.database("bocks").connect(new Caller(platform, "shop").peer);
    expect(complaints(platform)).toEqual([
      '[acme/db] ASH-PG-002: has no such database (got "bocks", expected app | books); name a declared database',
    ]);
  });

  it("can be to one that a component adds, also when it is there already", () => {
    const { platform, db } = server();
    expect(db.addDatabase("keycloak").owner).toBe("keycloak");
    expect(db.addDatabase("app", { extensions: { vector: {} } }).owner).toBe("app");
    expect(complaints(platform)).toEqual([]);
  });

  it("adds nothing after the platform was sealed", () => {
    const { platform, app } = server();
    platform.seal();
    for (const verb of [() => app.role("late"), () => app.schema("late"), () => app.extension("vector")]) {
      expect(verb).toThrow(/ASH-GRAPH-003/);
    }
  });
});

describe("a role that several components declare", () => {
  it("adds up: groups, databases and settings of all of them", () => {
    const { platform, db, app } = server({
      roles: { authenticator: { memberOf: ["anon"], settings: { lock_timeout: "1s" } } },
    });
    app.role("anon");
    app.role("admin");
    app.role("authenticator", { inherit: false, memberOf: ["admin"] });
    db.role("authenticator", { inherit: false, settings: { statement_timeout: "8s" } });
    app.connect(new Caller(platform, "rest").peer, { role: "authenticator" });
    expect(complaints(platform)).toEqual([]);
  });

  it("is refused where two say the same thing differently, in either order", () => {
    const told = (first: boolean) => {
      const { platform, app, db } = server();
      app.role("anon", { bypassRls: first });
      db.role("anon", { bypassRls: !first });
      return complaints(platform);
    };
    expect(told(true)).toEqual([
      "[acme/db:roles.anon.bypassRls] ASH-PG-001: role anon is declared with two values of bypassRls (got false, expected true, as declared before); declare it once, or the same way in each place",
    ]);
    expect(told(false)).toHaveLength(1);
  });

  it("is refused when it may not log in and a connection needs it to", () => {
    const { platform, app } = server({ roles: { anon: { login: false } } });
    app.connect(new Caller(platform, "rest").peer, { role: "anon" });
    expect(complaints(platform)).toEqual([
      expect.stringContaining("ASH-PG-001: role anon is declared with two values of login"),
    ]);
  });

  it("is refused with two passwords, and neither is named", () => {
    const { platform, db } = server();
    for (const id of ["one", "two"]) db.role("tool", { password: new Secret(platform, id, { kind: "uuid" }) });
    expect(complaints(platform)).toEqual([
      "[acme/db:roles.tool.password] ASH-PG-001: role tool is declared with two values of password; declare it once, or the same way in each place",
    ]);
  });
});

describe("what a component declares of a database", () => {
  const refused: readonly (readonly [string, (app: Database) => void, RegExp])[] = [
    [
      "a right of a role that nobody declares",
      (app) => app.grant({ on: "database", to: "annon", privileges: ["connect"] }),
      /ASH-INPUT-002: names a role that nobody declares \(got "annon", expected app\)/,
    ],
    [
      "a right on a schema that nobody declares",
      (app) => app.grant({ on: "schema", schema: "apo", to: "app", privileges: ["usage"] }),
      /names a schema that nobody declares \(got "apo", expected public\)/,
    ],
    [
      "a right that the object does not have",
      (app) => app.grant({ on: "schema", schema: "public", to: "app", privileges: ["select"] } as unknown as Grant),
      /acme\/db:databases.app.grants.privileges.0\] ASH-INPUT-002/,
    ],
    [
      "a group that nobody declares",
      (app) => app.role("rest", { memberOf: ["annon"] }),
      /acme\/db:roles.rest.memberOf\] ASH-INPUT-002: names a role/,
    ],
    [
      "a database that nobody declares",
      (app) => app.role("rest", { databases: ["ap"] }),
      /acme\/db:roles.rest.databases\] ASH-PG-002/,
    ],
    [
      "a schema with two owners",
      (app) => (app.schema("api", { owner: "a" }), app.schema("api", { owner: "b" })),
      /ASH-GRAPH-009: schema api is declared with two owners \(got "b", expected a/,
    ],
    [
      "an extension in two schemas",
      (app) => (
        app.schema("x"),
        app.schema("y"),
        app.extension("vector", { schema: "x" }),
        app.extension("vector", { schema: "y" })
      ),
      /ASH-GRAPH-009: extension vector is declared in two schemas/,
    ],
    ["a reserved schema", (app) => app.schema("pg_mine"), /ASH-INPUT-002: schema name is reserved/],
    [
      "an unknown key",
      (app) => app.role("rest", { superuser: true } as object),
      /acme\/db:roles.rest.superuser\] ASH-INPUT-001: unknown key "superuser"/,
    ],
    [
      "a channel that is no name",
      (app) => app.notifyOnDdl({ channel: "a b", payload: "x" }),
      /databases.app.notifications.channel\] ASH-INPUT-002/,
    ],
  ];

  it.each(refused)("is refused: %s", (_, declare, why) => {
    const { platform, app } = server();
    declare(app);
    const told = complaints(platform);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(why);
  });
});
