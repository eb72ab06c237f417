import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";
import { writeModule } from "./platform-modules";

const folder = temporaryFolders();

interface Case {
  readonly what: string;
  readonly args?: readonly string[];
  /** Files beside the command, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** Body of a module that is rendered in place of the stack. */
  readonly module?: string;
  readonly problems: readonly object[];
}

const yaml = (config: object): Record<string, string> => ({
  "Pulumi.dev.yaml": JSON.stringify({ config: { "ashlar:baas": config } }),
});
const platform = (body: string): string => `const p = new Platform("acme", {}); ${body} module.exports = p;`;

const CASES: readonly Case[] = [
  {
    what: "an unknown key",
    files: yaml({ databse: { storage: "1Gi" } }),
    problems: [
      {
        code: "ASH-INPUT-001",
        path: "baas:databse",
        message: expect.stringContaining("set by Pulumi.dev.yaml"),
        cure: "write database, or remove the key",
      },
    ],
  },
  {
    what: "a wrong unit",
    files: yaml({ database: { storage: "20 gigs" } }),
    problems: [
      {
        code: "ASH-UNIT-002",
        path: "baas:database.storage",
        value: '"20 gigs"',
        message: "not a size, set by Pulumi.dev.yaml",
      },
    ],
  },
  {
    what: "an impossible size, which only the component knows",
    args: ["--set", "database.resources.memory.limit=64Mi", "--set", "database.resources.memory.request=64Mi"],
    problems: [{ code: "ASH-PG-004", path: "baas:database.resources.memory.limit" }],
  },
  {
    what: "a request over its limit",
    variables: { ASHLAR_BAAS_DATABASE_RESOURCES_CPU_REQUEST: "8" },
    problems: [{ code: "ASH-UNIT-005", path: "baas:database.resources.cpu" }],
  },
  {
    what: "a setting that the component answers for",
    args: ["--set", 'database.settings={"ssl":"off"}'],
    problems: [{ code: "ASH-PG-003", path: "baas:database.settings.ssl" }],
  },
  {
    what: "a malformed environment file",
    files: { "Pulumi.dev.yaml": "config:\n  ashlar:baas: {\n" },
    problems: [{ code: "ASH-INPUT-004", path: expect.stringMatching(/^Pulumi\.dev\.yaml:3:/) }],
  },
  {
    what: "a misspelt variable",
    variables: { ASHLAR_BAAS_DATABASE_STORGE: "1Gi" },
    problems: [
      {
        code: "ASH-INPUT-001",
        path: "ASHLAR_BAAS_DATABASE_STORGE",
        cure: "write ASHLAR_BAAS_DATABASE_STORAGE, or remove it",
      },
    ],
  },
  {
    what: "an unknown stack",
    args: ["bas"],
    problems: [{ code: "ASH-INPUT-007", value: '"bas"', allowed: "baas | a module's path" }],
  },
  {
    what: "a module that is not there",
    args: ["./nowhere.ts"],
    problems: [{ code: "ASH-INPUT-006", message: "no such file" }],
  },
  {
    what: "a module without a platform",
    module: "module.exports = { answer: 42 };",
    problems: [{ code: "ASH-INPUT-005", message: "the default export is no platform", value: '"Object"' }],
  },
  {
    what: "a module whose function returns none",
    module: "module.exports = async () => 42;",
    problems: [{ code: "ASH-INPUT-005", message: "the default export returns no platform", value: '"number"' }],
  },
  {
    what: "a module that fails while it is loaded",
    module: "nothing.like.this();",
    problems: [{ code: "ASH-INPUT-006", message: expect.stringContaining("ReferenceError: nothing is not defined") }],
  },
  {
    what: "a module with a setting",
    module: platform(""),
    args: ["--set", "database.storage=1Gi"],
    problems: [{ code: "ASH-INPUT-002", message: expect.stringContaining("no settings") }],
  },
  {
    what: "colliding names",
    module: platform(`new Postgres(p, "a-b", { storage: "1Gi" });
      new Postgres(new Construct(p, "a"), "b", { storage: "1Gi" });`),
    problems: [
      { code: "ASH-NAME-003", path: "acme/a/b/main", value: '"a-b"' },
      { code: "ASH-NAME-003", path: "acme/a/b/provision" },
    ],
  },
  {
    what: "a name over the limit",
    module: platform(`new Postgres(p, "a".repeat(41), { storage: "1Gi" });`),
    problems: [{ code: "ASH-NAME-002", allowed: "at most 40 characters" }],
  },
  {
    what: "an edge to a component of another platform",
    module: `const q = new Platform("other", {}); const there = new Postgres(q, "db", { storage: "1Gi", databases: { app: {} } });
      ${platform(`const here = new Postgres(p, "db", { storage: "1Gi" }); there.database("app").connect(here.peer);`)}`,
    problems: [{ code: "ASH-GRAPH-001" }],
  },
];

describe("wrong input", () => {
  it.each(CASES)(
    "is told with a code, and nothing is written: $what",
    async ({ args = [], files = {}, variables = {}, module, problems }) => {
      const root = folder();
      for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
      const reference = module === undefined ? "baas" : writeModule(root, "platform.cjs", module);
      const before = readdirSync(root);
      const named = args[0] !== undefined && !args[0].startsWith("--") ? [] : [reference];
      for (const command of ["synth", "init", "check"] as const) {
        const { exitCode, document, stderr } = await runJson(root, [command, ...named, ...args], { variables });
        expect(exitCode).toBe(2);
        expect(document).toMatchObject({
          ok: false,
          exitCode: 2,
          problems: problems.map((problem) => expect.objectContaining(problem)),
        });
        for (const problem of (document as { problems: { code: string; cure: string }[] }).problems) {
          expect(problem.cure).not.toBe("");
          expect(stderr).toContain(problem.code);
        }
      }
      expect(readdirSync(root)).toEqual(before);
    },
  );

  it("is told all at once: config, .env, variables and arguments", async () => {
    const root = folder();
    mkdirSync(join(root, "out/baas/dev"), { recursive: true });
    writeFileSync(join(root, "out/baas/dev/.env"), "ASHLAR_BAAS_REST_MAX_ROWS=many\n");
    writeFileSync(join(root, "Pulumi.dev.yaml"), yaml({ publicUrl: "acme", pki: "magic" })["Pulumi.dev.yaml"]!);
    const { document } = await runJson(root, ["synth", "baas", "--set", "rest.replicas=0"], {
      variables: { ASHLAR_BAAS_DATABASE_VERSION: "9" },
    });
    const codes = (document as { problems: { path: string }[] }).problems.map(({ path }) => path);
    expect(codes).toEqual([
      "baas:database.version",
      "baas:pki",
      "baas:publicUrl",
      "baas:rest.maxRows",
      "baas:rest.replicas",
    ]);
  });

  it("of a tree is told all at once, too", async () => {
    const root = folder();
    const module = writeModule(
      root,
      "platform.cjs",
      platform(
        `new Postgres(p, "Bad_Id", { storage: "1Gi" }); new Postgres(p, "db", { storage: "1Gi", versoin: 17, maxConnections: 1 });`,
      ),
    );
    const { document } = await runJson(root, ["synth", module]);
    const found = (document as { problems: { code: string; path: string }[] }).problems.map(
      ({ code, path }) => `${code} ${path}`,
    );
    expect(found).toEqual([
      "ASH-NAME-001 acme/Bad_Id",
      "ASH-INPUT-002 acme/db:maxConnections",
      "ASH-INPUT-001 acme/db:versoin",
    ]);
  });

  it.each([
    ["an unknown command", ["sinth", "baas"]],
    ["an unknown option", ["synth", "baas", "--dry"]],
    ["an unknown target", ["synth", "baas", "--target", "nomad"]],
    ["an unknown log level", ["synth", "baas", "--log-level", "loud"]],
    ["a missing argument", ["synth"]],
    ["an argument too many", ["synth", "baas", "lakehouse"]],
    ["no command", []],
  ])("on the command line ends with 2: %s", async (_what, args) => {
    const { exitCode, stdout, stderr } = await run(folder(), args);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).not.toBe("");
  });

  it("on the command line is one JSON document, too, where that is asked for", async () => {
    const { exitCode, document } = await runJson(folder(), ["check", "baas", "--target", "nomad"]);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ ok: false, problems: [{ code: "ASH-INPUT-002", path: "command line" }] });
  });
});
