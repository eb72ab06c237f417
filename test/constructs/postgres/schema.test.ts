import type { z } from "zod";
import { AshlarError } from "../../../constructs/model/diagnostics";
import { Platform } from "../../../constructs/model/platform";
import { Postgres, type PostgresProps } from "../../../constructs/postgres/postgres";
import type { postgresSchema } from "../../../constructs/postgres/schema";

/** The codes and paths of everything that a platform with this server is refused for. */
function problemsOf(props: object): readonly (readonly [string, string])[] {
  const platform = new Platform("acme");
  try {
    // What a JavaScript user, or a configuration file, may hand over.
    new Postgres(platform, "db", props as PostgresProps);
    platform.seal();
    return [];
  } catch (error) {
    if (!AshlarError.is(error)) throw error;
    return error.diagnostics.map(({ code, path }) => [code, path] as const);
  }
}

describe("the input of a server", () => {
  it("needs a size of its disk, and nothing else", () => {
    expect(problemsOf({ storage: "20Gi" })).toEqual([]);
    expect(problemsOf({})).toEqual([["ASH-INPUT-003", "acme/db:storage"]]);
  });

  it("has defaults that are seen in its spec", () => {
    const { spec } = new Postgres(new Platform("acme"), "db", { storage: "20Gi" });
    expect(spec).toMatchObject({ version: 17, audit: false, statements: true, databases: {}, roles: {}, settings: {} });
    expect(spec.resources.cpu.limit.toString()).toBe("1");
    expect(spec.resources.memory.limit.toString()).toBe("1Gi");
  });

  it("is judged as a whole: every mistake is told at once, with its place", () => {
    const problems = problemsOf({
      version: 15,
      storage: "much",
      resources: { memory: { request: "128Mi", limit: "128Mi" } },
      settings: { port: 5433, wrok_mem: "1MB" },
      databases: { template1: {}, app: { ownr: "x" } },
      roles: { postgres: {} },
      audit: { log: ["everything"] },
      replicas: 3,
    });
    expect(problems).toEqual([
      ["ASH-INPUT-002", "acme/db:audit.log.0"],
      ["ASH-INPUT-001", "acme/db:databases.app.ownr"],
      ["ASH-INPUT-002", "acme/db:databases.template1"],
      ["ASH-INPUT-001", "acme/db:replicas"],
      ["ASH-PG-004", "acme/db:resources.memory.limit"],
      ["ASH-INPUT-002", "acme/db:roles.postgres"],
      ["ASH-PG-003", "acme/db:settings.port"],
      ["ASH-INPUT-001", "acme/db:settings.wrok_mem"],
      ["ASH-UNIT-002", "acme/db:storage"],
      ["ASH-INPUT-002", "acme/db:version"],
    ]);
  });

  it("refuses a setting that the component owns, one that nobody knows, and one that the version does not have", () => {
    expect(problemsOf({ storage: "1Gi", settings: { port: 5433, wrok_mem: "1MB" } })).toEqual([
      ["ASH-PG-003", "acme/db:settings.port"],
      ["ASH-INPUT-001", "acme/db:settings.wrok_mem"],
    ]);
    expect(problemsOf({ storage: "1Gi", version: 17, settings: { io_method: "worker" } })).toEqual([
      ["ASH-INPUT-002", "acme/db:settings.io_method"],
    ]);
    expect(problemsOf({ storage: "1Gi", version: 18, settings: { io_method: "worker" } })).toEqual([]);
  });

  it("refuses a disk that a new server does not fit on, and sizes without a unit", () => {
    expect(problemsOf({ storage: "511Mi" })).toEqual([["ASH-UNIT-005", "acme/db:storage"]]);
    expect(problemsOf({ storage: "512Mi" })).toEqual([]);
    for (const storage of [5, "5"]) expect(problemsOf({ storage })).toEqual([["ASH-UNIT-002", "acme/db:storage"]]);
    expect(problemsOf({ storage: "1Gi", storageClass: "fast\nfoo: bar" })).toEqual([
      ["ASH-INPUT-002", "acme/db:storageClass"],
    ]);
  });

  it("refuses raw settings that take all of its memory or disk", () => {
    expect(problemsOf({ storage: "1Gi", settings: { work_mem: "99TB", max_wal_size: "1GB" } })).toEqual([
      ["ASH-UNIT-005", "acme/db:settings.max_wal_size"],
      ["ASH-UNIT-005", "acme/db:settings.work_mem"],
    ]);
  });

  it("refuses too little memory, and a request over its limit", () => {
    expect(problemsOf({ storage: "1Gi", resources: { memory: { request: "128Mi", limit: "255Mi" } } })).toEqual([
      ["ASH-PG-004", "acme/db:resources.memory.limit"],
    ]);
    expect(problemsOf({ storage: "1Gi", resources: { cpu: { request: 2, limit: 1 } } })).toEqual([
      ["ASH-UNIT-005", "acme/db:resources.cpu"],
    ]);
  });

  it.each([
    "all",
    "replication",
    "public",
    "postgres",
    "pg_admin",
    "+admins",
    "@file",
    "/.*",
    "Upper",
    "a b",
    "a".repeat(64),
  ])("refuses the role name %j, which would mean something else in pg_hba.conf or in SQL", (name) => {
    expect(problemsOf({ storage: "1Gi", roles: { [name]: {} } })).toHaveLength(1);
  });

  it("refuses roles that lead to the server's files and programs", () => {
    const memberOf = ["pg_monitor", "pg_execute_server_program"];
    expect(problemsOf({ storage: "1Gi", roles: { tool: { memberOf } } })).toEqual([
      ["ASH-INPUT-002", "acme/db:roles.tool.memberOf.1"],
    ]);
  });

  it("refuses a password as text, and does not repeat it", () => {
    const platform = new Platform("acme");
    const roles = { tool: { password: "hunter2-hunter2" } } as unknown as NonNullable<PostgresProps["roles"]>;
    new Postgres(platform, "db", { storage: "1Gi", roles });
    expect(() => platform.seal()).toThrow(/ASH-SEC-001/);
    expect(() => platform.seal()).not.toThrow(/hunter2/);
  });

  it("refuses an image whose tag moves", () => {
    expect(problemsOf({ storage: "1Gi", image: "example.com/postgres:latest" })).toEqual([
      ["ASH-IMAGE-001", "acme/db:image"],
    ]);
    expect(problemsOf({ storage: "1Gi", image: "postgres" })).toEqual([["ASH-IMAGE-002", "acme/db:image"]]);
    expect(problemsOf({ storage: "1Gi", image: "example.com/postgres:17.6-postgis" })).toEqual([]);
  });

  it("is documented by the same keys that its schema takes", () => {
    type Input = z.input<ReturnType<typeof postgresSchema>>;
    type SameKeys<A, B> = [keyof A] extends [keyof B] ? ([keyof B] extends [keyof A] ? true : never) : never;
    const same: SameKeys<PostgresProps, Input> = true;
    const accepted = (props: PostgresProps): Input => props;
    expect(same).toBe(true);
    expect(accepted({ storage: "1Gi" })).toEqual({ storage: "1Gi" });
  });
});
