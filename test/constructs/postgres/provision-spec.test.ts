import { plainText } from "../../../constructs/model/expression";
import { Platform } from "../../../constructs/model/platform";
import { Secret } from "../../../constructs/model/secret";
import { isSecretFile } from "../../../constructs/model/secret-file";
import { Postgres, type PostgresProps } from "../../../constructs/postgres/postgres";
import { grantRows } from "../../../constructs/postgres/provision-spec";
import { serialise } from "../../../constructs/render/config/serialise";
import { lowerPlatform } from "../../../constructs/render/lower";
import { Caller } from "./support/caller";
import { leaves } from "./support/leaves";

/** What the provisioning job of a server is told. */
function told(props: Partial<PostgresProps>, more: (db: Postgres, platform: Platform) => void = () => undefined) {
  const platform = new Platform("acme");
  const db = new Postgres(platform, "db", { storage: "1Gi", ...props });
  more(db, platform);
  const job = lowerPlatform(platform, "compose").workloadOf(db.provision)!;
  const mount = job.container.mounts.find((item) => item.kind === "config" && item.config.name === "spec.json");
  if (mount?.kind !== "config") throw new Error("the job has no spec.json");
  expect(isSecretFile(mount.config)).toBe(false);
  return { job, spec: JSON.parse(plainText(serialise(mount.config.content, leaves)) ?? "") };
}

describe("what the provisioning is told", () => {
  it("of a database: its owner, and that the owner may connect if it logs in", () => {
    const { spec } = told({ databases: { app: {} } }, (db, platform) =>
      db.database("app").connect(new Caller(platform, "x").peer),
    );
    expect(spec.databases[1]).toEqual({
      name: "app",
      owner: "app",
      connectionLimit: -1,
      schemas: [],
      extensions: [],
      switched: [],
      notifications: [],
      grants: [{ kind: "database", to: "app", privilege: "connect" }],
    });
    expect(spec.roles).toEqual([
      {
        name: "app",
        login: true,
        inherit: true,
        bypassRls: false,
        createRole: false,
        createDatabase: false,
        replication: false,
        connectionLimit: -1,
        settings: {},
      },
    ]);
  });

  it("of memberships: whether rights are inherited, which belongs to the membership since 16", () => {
    const { spec } = told({ roles: { anon: {}, authenticator: { inherit: false, memberOf: ["anon", "pg_monitor"] } } });
    expect(spec.memberships).toEqual([
      { role: "anon", member: "authenticator", inherit: false },
      { role: "pg_monitor", member: "authenticator", inherit: false },
    ]);
  });

  it("of passwords: the file, never the value, and the file is there", () => {
    const { spec, job } = told({}, (db, platform) => {
      db.role("tool", { password: new Secret(platform, "tool-password", { kind: "password", length: 32 }) });
    });
    expect(spec.passwords).toEqual([{ role: "tool", file: "/run/ashlar/secrets/tool-password" }]);
    expect(job.container.material).toContainEqual({
      kind: "secret",
      secret: expect.objectContaining({ secretName: "tool-password" }),
    });
  });

  it("of switches: pgAudit in every database, statistics in the server's own", () => {
    const on = told({ audit: {}, databases: { app: {} } }).spec.databases;
    expect(on.map((database: { name: string; switched: unknown }) => [database.name, database.switched])).toEqual([
      [
        "postgres",
        [
          { name: "pgaudit", schema: "ashlar" },
          { name: "pg_stat_statements", schema: "public" },
        ],
      ],
      ["app", [{ name: "pgaudit", schema: "ashlar" }]],
    ]);
    const off = told({ statements: false, databases: { app: {} } }).spec.databases;
    expect(off.map((database: { switched: unknown }) => database.switched)).toEqual([[], []]);
  });

  it("of a message: once, with a name that is made of what it says", () => {
    const { spec } = told({ databases: { app: {} } }, (db) => {
      for (const payload of ["reload schema", "reload schema", "reload config"]) {
        db.database("app").notifyOnDdl({ channel: "pgrst", payload });
      }
    });
    const { notifications } = spec.databases[1];
    expect(notifications).toHaveLength(2);
    expect(notifications[0].id).toMatch(/^[0-9a-f]{12}$/);
  });

  it("the same, whatever the order of the declarations", () => {
    const build = (names: readonly string[]) =>
      told({ databases: { app: {} } }, (db) => {
        for (const name of names) {
          const app = db.database("app");
          app.role(name, { memberOf: names.filter((other) => other < name) });
          app.schema(`schema_of_${name}`);
          app.grant({ on: "tables", schema: "public", to: name, privileges: ["select", "insert"] });
        }
      }).spec;
    expect(JSON.stringify(build(["a", "b", "c"]))).toBe(JSON.stringify(build(["c", "b", "a"])));
  });
});

describe("the rows of a right", () => {
  const entry = {
    owner: "app",
    schemas: new Map([
      ["api", { owner: "api_owner" }],
      ["log", {}],
    ]),
  };

  it("on objects: those that are there, and those that owners make later", () => {
    expect(grantRows([{ on: "tables", schema: "api", to: "anon", privileges: ["select"] }], entry)).toEqual([
      { kind: "existing tables", schema: "api", to: "anon", privilege: "select" },
      { kind: "future tables", schema: "api", creator: "api_owner", to: "anon", privilege: "select" },
      { kind: "future tables", schema: "api", creator: "app", to: "anon", privilege: "select" },
    ]);
    expect(grantRows([{ on: "functions", schema: "log", to: "anon", privileges: ["execute"] }], entry)).toHaveLength(2);
  });

  it("on objects of named creators: those of nobody else", () => {
    const grant = { on: "sequences", schema: "api", to: "anon", privileges: ["usage"], createdBy: ["loader"] } as const;
    expect(grantRows([grant], entry).map((row) => row.creator)).toEqual([undefined, "loader"]);
  });

  it("once, however often it is declared", () => {
    const grant = { on: "schema", schema: "api", to: "anon", privileges: ["usage", "usage"] } as const;
    expect(grantRows([grant, grant], entry)).toEqual([
      { kind: "schema", schema: "api", to: "anon", privilege: "usage" },
    ]);
  });
});
