import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";

const folder = temporaryFolders();

function folderWith(files: Readonly<Record<string, string>>): string {
  const root = folder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

interface Judged {
  readonly passed: boolean;
  readonly reports: readonly {
    readonly name: string;
    readonly target: string;
    readonly findings: readonly { readonly code: string; readonly level: string; readonly path: string }[];
    readonly passed: readonly string[];
    readonly skipped: readonly string[];
    readonly capacity: readonly {
      readonly what: string;
      readonly used: string;
      readonly budget: string;
      readonly fits: boolean;
    }[];
  }[];
}

const judge = async (root: string, ...args: string[]) => {
  const { exitCode, document, stderr } = await runJson(root, ["check", ...args]);
  return { exitCode, stderr, document: document as unknown as Judged };
};

const CARELESS = `services:
  web:
    image: nginx
    privileged: true
    ports: ["8080:80"]
`;

const BARE_POD = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: "nginx:latest", securityContext: { privileged: true } }
`;

describe("ashlar check of a platform", () => {
  it.each(["dev", "staging", "prod"])("finds nothing mandatory in the stack: %s", async (environment) => {
    const { exitCode, document } = await judge(
      folder(),
      "baas",
      "--env",
      environment,
      "--set",
      "publicUrl=https://acme.example",
    );
    expect(document.reports.map(({ name, target }) => `${name} ${target}`)).toEqual([
      `baas-${environment} compose`,
      `baas-${environment} kubernetes`,
    ]);
    expect(document.reports.flatMap(({ findings }) => findings.filter(({ level }) => level === "mandatory"))).toEqual(
      [],
    );
    expect(exitCode).toBe(0);
  });

  it("tells the capacity against the budget, and fails what does not fit", async () => {
    const { exitCode, document } = await judge(folder(), "baas", "--set", "budget.memory=512Mi");
    for (const { capacity } of document.reports) {
      expect(capacity).toContainEqual(expect.objectContaining({ what: "limits.memory", budget: "512Mi", fits: false }));
      expect(capacity).toContainEqual(expect.objectContaining({ what: "limits.cpu", fits: true }));
    }
    expect(document.passed).toBe(false);
    expect(exitCode).toBe(1);
  });

  it("judges one target when one is asked for", async () => {
    const { document } = await judge(folder(), "baas", "--target", "kubernetes");
    expect(document.reports.map(({ target }) => target)).toEqual(["kubernetes"]);
  });

  it("judges what would be written: the rendered folder gives the same findings", async () => {
    const root = folder();
    await run(root, ["synth", "baas"]);
    const rendered = await judge(root, "baas");
    const written = await judge(root, "out/baas/dev");
    const found = ({ document }: typeof rendered) =>
      document.reports.map(({ target, findings, capacity }) => ({ target, findings, capacity }));
    expect(found(written)).toEqual(found(rendered));
  });
});

describe("ashlar check of files that anybody made", () => {
  it("tells a Compose file and manifests by their content, wherever they are", async () => {
    const root = folderWith({
      "stack/app.yml": CARELESS,
      "k8s/deep/list.json": JSON.stringify({
        apiVersion: "v1",
        kind: "List",
        items: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" } }],
      }),
      "k8s/web.yaml": `---\n${BARE_POD}---\n# nothing here\n---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n`,
      "values.yaml": "replicas: 3\n",
      "package.json": '{ "name": "shop" }',
      "README.md": "services: none of these\n",
    });
    const { exitCode, document } = await judge(root, ".");
    expect(exitCode).toBe(1);
    expect(document.reports.map(({ name, target }) => `${target} ${name}`)).toEqual([
      "compose stack/app.yml",
      `kubernetes ${root}`,
    ]);
    const codes = document.reports.map(({ findings }) =>
      findings.filter(({ level }) => level === "mandatory").map(({ path }) => path),
    );
    expect(codes[0]!.some((path) => path.includes("services.web"))).toBe(true);
    expect(codes[1]!.some((path) => path.includes("shop/Deployment/web"))).toBe(true);
  });

  it("reads what a Compose file names, and the variables beside it", async () => {
    const compose = (image: string): string => `services:\n  web:\n    image: ${image}\n`;
    const root = folderWith({ "compose.yaml": compose("nginx:${TAG}"), ".env": "TAG=latest\n" });
    const moving = (document: Judged): readonly string[] =>
      document.reports
        .flatMap(({ findings }) => findings.map(({ path }) => path))
        .filter((path) => path.includes("image"));
    const found = await judge(root, ".");
    const plain = await judge(folderWith({ "compose.yaml": compose("nginx:latest") }), ".");
    expect(moving(found.document)).toEqual(moving(plain.document));
    expect(moving(found.document).length).toBeGreaterThan(0);
  });

  it("finds a database that is published to everybody and trusts them, though nothing else is there", async () => {
    const root = folderWith({
      "compose.yaml": `services:
  db:
    image: postgres:17
    environment: { POSTGRES_HOST_AUTH_METHOD: trust }
    ports: ["0.0.0.0:5432:5432"]
`,
    });
    const { document } = await judge(root, ".");
    const found = document.reports.flatMap(({ findings }) =>
      findings.filter(({ code }) => code.startsWith("MTLS-")).map(({ code, level, path }) => [code, level, path]),
    );
    expect(found).toEqual([
      ["MTLS-003", "mandatory", "services.db.ports[5432]"],
      ["MTLS-006", "mandatory", "services.db.environment[POSTGRES_HOST_AUTH_METHOD]"],
    ]);
    expect((await run(root, ["check", "."])).stdout).toContain("connections: 1 plain\n");
  });

  it("judges the file that Compose takes first, and says that it does not merge the others", async () => {
    const root = folderWith({ "compose.yaml": "services: {}\n", "compose.override.yaml": CARELESS });
    const { document, stderr } = await judge(root, ".");
    expect(document.reports.map(({ name }) => name)).toEqual(["compose.yaml"]);
    expect(stderr).toContain("compose.override.yaml is not judged");
  });

  it("looks at one kind when one is asked for", async () => {
    const root = folderWith({ "compose.yaml": CARELESS, "web.yaml": BARE_POD });
    const { document } = await judge(root, ".", "--target", "compose");
    expect(document.reports.map(({ target }) => target)).toEqual(["compose"]);
  });

  it("does not look into secrets, nor into hidden folders and packages", async () => {
    const bad = "not: [yaml";
    const root = folderWith({
      "compose.yaml": CARELESS,
      "secrets/x.yaml": bad,
      "pki/x.yaml": bad,
      ".git/x.yaml": bad,
      "node_modules/a/x.yaml": bad,
    });
    expect((await judge(root, ".")).exitCode).toBe(1);
  });

  it.each([
    [
      "files that are no YAML, all of them",
      { "a.yaml": "a: [1", "b/c.yml": "key: {{ .Values.a }} b\n" },
      ["ASH-INPUT-004 a.yaml:2:1", expect.stringMatching(/^ASH-INPUT-004 b\/c\.yml:1:/)],
    ],
    ["nothing to judge", { "values.yaml": "a: 1\n" }, [expect.stringContaining("ASH-INPUT-002")]],
  ])("refuses %s", async (_what, files, expected) => {
    const { exitCode, document } = await runJson(folderWith(files), ["check", "."]);
    expect(exitCode).toBe(2);
    const problems = (document as { problems: { code: string; path: string }[] }).problems;
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
  });

  const laughs = (levels: number) =>
    "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n" +
    Array.from({ length: levels }, (_, index) => {
      const alias = `*l${index}`;
      return `l${index + 1}: &l${index + 1} [${Array(10).fill(alias).join(", ")}]\n`;
    }).join("");
  const MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\n";
  const LIST = "apiVersion: v1\nkind: List\nitems: &l0 [{ apiVersion: v1, kind: List, items: [] }]\n";
  it.each([
    ["aliases that stand for aliases", `${MAP}${laughs(9)}`, "c.yaml"],
    ["aliases that stand for themselves", `${MAP}a: &a [*a]\n`, "c.yaml"],
    ["lists that hold themselves", LIST.replace("items: []", "items: *l0"), "c.yaml"],
    ["values far inside of values", `${MAP}a: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`, "c.yaml:4"],
    [
      "many documents of aliases",
      Array(200)
        .fill(`${MAP}${laughs(4)}`)
        .join("---\n"),
      "c.yaml",
    ],
  ])("refuses a file soon, of a folder or alone, with %s", async (_what, text, path) => {
    const root = folderWith({ "c.yaml": text });
    for (const place of [".", "c.yaml"]) {
      const started = performance.now();
      const { exitCode, document } = await runJson(root, ["check", place]);
      expect(performance.now() - started).toBeLessThan(20_000);
      expect(exitCode).toBe(2);
      const { problems } = document as unknown as { problems: Record<string, string>[] };
      expect(problems).toMatchObject([{ code: "ASH-INPUT-002", path }]);
      for (const part of ["message", "value", "allowed", "cure"]) expect(problems[0]?.[part]).toBeTruthy();
    }
  });

  it("judges files whose aliases stand for what is meant", async () => {
    const root = folderWith({
      "compose.yaml": `x-all: &all { restart: always }\nservices:\n  a: { <<: *all, image: "a:1" }\n  b: { <<: *all, image: "b:1" }\n`,
    });
    expect((await judge(root, ".")).document.reports).toHaveLength(1);
  });

  it("judges one file when one is named, and nothing that stands beside it", async () => {
    const root = folderWith({
      "k/web.yaml": BARE_POD,
      "k/broken.yaml": "a: [1",
      "c/compose.yaml": "services: {}\n",
      "c/compose.override.yaml": CARELESS,
      "c/web.json": JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" } }),
    });
    const web = await judge(root, "k/web.yaml");
    expect(web.exitCode).toBe(1);
    expect(web.document.reports).toMatchObject([{ target: "kubernetes", name: join(root, "k/web.yaml") }]);
    expect(web.document.reports[0]!.findings.some(({ path }) => path.includes("shop/Deployment/web"))).toBe(true);

    const override = await judge(root, "c/compose.override.yaml");
    expect(override.document.reports).toMatchObject([{ target: "compose", name: "compose.override.yaml" }]);
    expect(override.document.reports[0]!.findings.some(({ path }) => path.includes("services.web"))).toBe(true);
    expect(override.stderr).toBe("");
    const json = await judge(root, "c/web.json");
    expect(json.document.reports).toMatchObject([{ target: "kubernetes" }]);
  });

  it.each([
    ["is no YAML", "a: [1", "ASH-INPUT-004 a.yaml:2:1"],
    ["has nothing to judge", "a: 1\n", "ASH-INPUT-002 "],
  ])("refuses one file that %s", async (_what, text, expected) => {
    const root = folderWith({ "a.yaml": text });
    const { exitCode, document } = await runJson(root, ["check", "a.yaml"]);
    expect(exitCode).toBe(2);
    const [{ code, path }] = (document as unknown as { problems: [{ code: string; path: string }] }).problems;
    expect(`${code} ${path}`).toContain(expected);
  });

  it("takes neither an environment nor settings: files are judged as they are", async () => {
    const root = folderWith({ "compose.yaml": CARELESS });
    const { document } = await runJson(root, ["check", ".", "--env", "prod", "--set", "a=b"]);
    expect(document).toMatchObject({ problems: [{ code: "ASH-INPUT-002", value: '"--env prod --set a"' }] });
  });
});

describe("the settings of rules", () => {
  it("change what a rule's finding means", async () => {
    const root = folderWith({ "compose.yaml": CARELESS });
    const before = await judge(root, ".");
    const mandatory = [
      ...new Set(
        before.document.reports.flatMap(({ findings }) =>
          findings.filter(({ level }) => level === "mandatory").map(({ code }) => code),
        ),
      ),
    ];
    expect(mandatory.length).toBeGreaterThan(0);
    writeFileSync(
      join(root, "rules.yaml"),
      mandatory.map((code, index) => `${code}: { level: ${index === 0 ? "off" : "advisory"} }\n`).join(""),
    );
    const after = await judge(root, ".", "--rule-config", "rules.yaml");
    expect(after.exitCode).toBe(0);
    expect(after.document.reports[0]!.skipped).toContain(mandatory[0]);
  });

  it.each([
    ["an unknown rule", "NOPE-001: {}\n", "ASH-RULE-001"],
    ["an unknown setting", "BASE-001: { levle: off }\n", "ASH-INPUT-001"],
    ["a list", "[1]\n", "ASH-INPUT-002"],
    ["no YAML", "a: [\n", "ASH-INPUT-004"],
  ])("are refused when they hold %s", async (_what, text, code) => {
    const root = folderWith({ "compose.yaml": CARELESS, "rules.yml": text });
    const { exitCode, document } = await runJson(root, ["check", "compose.yaml/..", "--rule-config", "rules.yml"]);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ problems: [expect.objectContaining({ code })] });
  });

  it("are refused when they are not there", async () => {
    const { document } = await runJson(folder(), ["check", "baas", "--rule-config", "nowhere.yaml"]);
    expect(document).toMatchObject({ problems: [{ code: "ASH-INPUT-006" }] });
  });
});

describe("what a check tells people", () => {
  it("is the finding once, with its places, the cure, and the verdict", async () => {
    const { stdout } = await run(folderWith({ "compose.yaml": CARELESS }), ["check", "."]);
    expect(stdout).toMatch(/^critical [A-Z]+-\d+ mandatory: /m);
    expect(stdout).toMatch(/^ {4}services\.web/m);
    expect(stdout).toMatch(/\na mandatory rule is broken\n$/);
  });
});
