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

const A_SIZE = {
  code: "ASH-UNIT-002",
  allowed: "a whole number with a unit, for example 512Mi or 20Gi",
  cure: "write a whole number with a unit, for example 512Mi or 20Gi",
};
const IMPOSSIBLE = { code: "ASH-UNIT-005", cure: "choose a size within the allowed range" };
const WRONG = { code: "ASH-INPUT-002", cure: "give a value of the expected form" };
const SAME_ID = {
  code: "ASH-NAME-003",
  allowed: "an id that nothing else beside it has",
  cure: "rename one of them",
};
const A_REGISTRY = "host[:port][/path] without a scheme or a tag, for example registry.acme.example/mirror";
const A_NAME = "labels of a-z, 0-9 and - with dots between them, for example acme.internal";
const A_RANGE = "the first address of a private range and its prefix, 28 at most, for example 10.201.0.0/16";
const A_URL = "https://host[:port][/path] or http://host[:port][/path], for example https://acme.example";
const CIRCLE = {
  code: "ASH-GRAPH-002",
  path: "acme/a/main",
  allowed: "waits without a circle",
  cure: 'declare one of these connections with wait: "none" and let its client retry',
};

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
        allowed: "a whole number with a unit, for example 512Mi or 20Gi",
        message: "not a size, set by Pulumi.dev.yaml",
      },
    ],
  },
  {
    what: "an impossible size, which only the component knows",
    args: ["--set", "database.resources.memory.limit=64Mi", "--set", "database.resources.memory.request=64Mi"],
    problems: [
      {
        code: "ASH-PG-004",
        path: "baas:database.resources.memory.limit",
        value: '"64Mi"',
        allowed: "at least 256Mi",
        cure: "give the server at least 256Mi",
      },
    ],
  },
  {
    what: "a request over its limit",
    variables: { ASHLAR_BAAS_DATABASE_RESOURCES_CPU_REQUEST: "8" },
    problems: [
      { code: "ASH-UNIT-005", path: "baas:database.resources.cpu", allowed: "a request of at most the limit" },
    ],
  },
  {
    what: "a setting that the component answers for",
    args: ["--set", 'database.settings={"ssl":"off"}'],
    problems: [{ code: "ASH-PG-003", path: "baas:database.settings.ssl" }],
  },
  ...(["5", "0"] as const).map((text) => ({
    what: `a size without a unit: ${text}`,
    args: ["--set", `database.storage=${text}`],
    problems: [{ ...A_SIZE, path: "baas:database.storage", value: `"${text}"` }],
  })),
  {
    what: "a number for a size, in a file",
    files: yaml({ database: { storage: 5 } }),
    problems: [{ ...A_SIZE, path: "baas:database.storage", value: "5" }],
  },
  ...[
    ["database.storage", "0Gi", "at least 512Mi"],
    ["database.storage", "100Mi", "at least 512Mi"],
    ["rest.resources.memory", "1Mi", "at least 32Mi"],
    ["rest.resources.cpu", "1m", "at least 10m"],
    ["budget.cpu", "0", "at least 10m"],
    ["budget.memory", "0Gi", "more than 0"],
  ].map(([path = "", text = "", allowed = ""]) => ({
    what: `too little: ${path}=${text}`,
    args: ["--set", `${path}=${text}`],
    problems: [{ ...IMPOSSIBLE, path: `baas:${path}`, value: `"${text}"`, allowed }],
  })),
  {
    what: "a size of one byte",
    args: ["--set", "rest.resources.memory=1"],
    problems: [{ ...A_SIZE, path: "baas:rest.resources.memory", value: '"1"' }],
  },
  {
    what: "settings of PostgreSQL that take all of its memory",
    args: ["--set", 'database.settings={"work_mem":"99TB","shared_buffers":"64Mi"}'],
    problems: [
      {
        code: "ASH-UNIT-002",
        path: "baas:database.settings.shared_buffers",
        value: '"64Mi"',
        allowed: "a number with a unit of postgresql.conf: B, kB, MB, GB or TB",
      },
      {
        ...IMPOSSIBLE,
        path: "baas:database.settings.work_mem",
        value: '"99TB"',
        allowed: "less than 512Mi, the memory limit",
      },
    ],
  },
  ...[
    ["rest.maxRows", "-1", "more than 0"],
    ["budget.pods", "0", "more than 0"],
    ["database.maxConnections", "3", "at least 10"],
    ["rest.replicas", "51", "at most 50"],
  ].map(([path = "", value = "", allowed = ""]) => ({
    what: `a number out of range: ${path}=${value}`,
    args: ["--set", `${path}=${value}`],
    problems: [{ ...WRONG, path: `baas:${path}`, value, allowed }],
  })),
  {
    what: "schemas of which one is the API's own",
    args: ["--set", "rest.schemas=postgrest"],
    problems: [
      {
        ...WRONG,
        path: "baas:rest.schemas.0",
        value: '"postgrest"',
        allowed: "schemas other than postgrest (keysSchema) and auth (claimsSchema)",
      },
    ],
  },
  ...[
    ["registryMirror", "https://mirror.example", A_REGISTRY],
    ["registryMirror", "mirror.example/cache:1", A_REGISTRY],
    ["registryMirror", "mirror.example /cache", A_REGISTRY],
    ["cluster.storageClass", "fast\nfoo: bar", A_NAME],
    ["database.storageClass", "fast\nfoo: bar", A_NAME],
    ["cluster.dns.namespace", "kube.system", "a-z, 0-9 and -, 63 of them at most"],
    ["compose.networkCidr", "0.0.0.0/0", A_RANGE],
    ["compose.networkCidr", "10.201.0.1/16", A_RANGE],
    ["compose.networkCidr", "10.201.0.0/29", A_RANGE],
    [
      "compose.bindAddress",
      "224.0.0.1",
      "an IPv4 address of the host, for example 127.0.0.1, or 0.0.0.0 for all of them",
    ],
    ["publicUrl", "https://acme.example?a=b", A_URL],
  ].map(([path = "", value = "", allowed = ""]) => ({
    what: `a text of another form: ${path}=${JSON.stringify(value)}`,
    args: ["--set", `${path}=${value}`],
    problems: [{ ...WRONG, path: `baas:${path}`, value: JSON.stringify(value), allowed }],
  })),
  {
    what: "an address range in which the networks find no room",
    args: ["--set", "compose.networkCidr=10.201.0.0/28", "--target", "compose"],
    problems: [{ code: "ASH-TARGET-006", path: "baas:compose.networkCidr", value: '"10.201.0.0/28"' }],
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
    what: "two components, two secrets and two scopes with one id, together with everything else",
    module: platform(`new Postgres(p, "db", { storage: "1Gi" });
      new Postgres(p, "db", { storage: "1Gi", maxConnections: 1 });
      for (const _ of [1, 2]) { new Secret(p, "pw", { kind: "uuid" }); new Scope(p, "guests"); }`),
    problems: [
      { ...SAME_ID, path: "acme/db", value: '"db"' },
      { ...WRONG, path: "acme/db~2:maxConnections", value: "1", allowed: "at least 10" },
      { ...SAME_ID, path: "acme/guests", value: '"guests"' },
      { ...SAME_ID, path: "acme/pw", value: '"pw"' },
    ],
  },
  {
    what: "a name over the limit",
    module: platform(`new Postgres(p, "a".repeat(41), { storage: "1Gi" });`),
    problems: [{ code: "ASH-NAME-002", allowed: "at most 40 characters" }],
  },
  {
    what: "a cyclic wait",
    module:
      platform(`const [a, b] = ["a", "b"].map((id) => new Postgres(p, id, { storage: "1Gi", databases: { app: {} } }));
      a.database("app").connect(b.peer); b.database("app").connect(a.peer);`),
    problems: [
      { ...CIRCLE, message: "waits for itself: acme/a/main → acme/b/provision → acme/b/main → acme/a/main" },
      {
        ...CIRCLE,
        message: "waits for itself: acme/a/main → acme/b/provision → acme/b/main → acme/a/provision → acme/a/main",
      },
    ],
  },
  {
    what: "a secret given as text",
    module: platform(`new Postgres(p, "db", { storage: "1Gi", roles: { tool: { password: "hunter2-hunter2" } } });`),
    problems: [
      {
        code: "ASH-SEC-001",
        path: "acme/db:roles.tool.password",
        message: "a secret is given as text",
        cure: "pass a Secret of the platform; its value is kept outside the tree",
      },
    ],
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

  it.each(["publicUrl", "rest.corsOrigins"])("is not repeated where it may be a password: %s", async (setting) => {
    const text = "https://ada:hunter2@acme.example";
    const variable = `ASHLAR_BAAS_${setting.replace("corsOrigins", "CORS_ORIGINS").replace("publicUrl", "PUBLIC_URL")}`;
    for (const [args, variables] of [
      [["--set", `${setting}=${text}`], {}],
      [[], { [variable.replace(".", "_").toUpperCase()]: text }],
    ] as const) {
      const { exitCode, document, stderr } = await runJson(folder(), ["synth", "baas", ...args], { variables });
      expect(exitCode).toBe(2);
      const { problems } = document as { problems: readonly object[] };
      expect(problems).toEqual([
        expect.objectContaining({
          code: "ASH-SEC-009",
          path: expect.stringContaining(`baas:${setting}`),
          allowed: expect.stringContaining("://host"),
          cure: expect.stringContaining("take user and password out"),
        }),
      ]);
      expect(problems[0]).not.toHaveProperty("value");
      expect(JSON.stringify(document) + stderr).not.toContain("hunter2");
    }
  });

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
