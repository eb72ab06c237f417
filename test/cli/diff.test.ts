import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DiffResult } from "../../cli/schemas/diff";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";

const folder = temporaryFolders();

/** A folder with the files that are named, below those of a base. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const root = folder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The stack before a change and after it, each rendered for both targets. */
async function rendered(...settings: readonly string[]): Promise<string> {
  const root = folder();
  await run(root, ["synth", "baas", "--out", "before"]);
  await run(root, ["synth", "baas", "--out", "after", ...settings.flatMap((setting) => ["--set", setting])]);
  return root;
}

const diff = async (root: string, ...args: readonly string[]) => {
  const { exitCode, document, stderr } = await runJson(root, ["diff", ...args]);
  return { exitCode, stderr, result: document as DiffResult };
};

const problemsOf = (document: unknown): readonly string[] =>
  (document as { problems: { code: string; path: string; message: string }[] }).problems.map(
    ({ code, path }) => `${code} ${path}`,
  );

const COMPOSE = (image: string): string => `name: shop\nservices:\n  web:\n    image: ${image}\n`;
const MANIFEST = (name: string, replicas: number, namespace = "shop"): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { replicas: ${replicas} }\n`;

describe("ashlar diff of two renders", () => {
  it("tells what a setting does, on both targets", async () => {
    const root = await rendered("database.storage=20Gi");
    const { exitCode, result } = await diff(root, "before", "after");
    expect(result.comparisons.map(({ target, name, path }) => `${target} ${name} ${path}`)).toEqual([
      "compose baas-dev compose",
      "kubernetes baas-dev kubernetes",
    ]);
    for (const { capacity } of result.comparisons)
      expect(capacity).toContainEqual(expect.objectContaining({ what: "requests.storage", after: "20Gi" }));
    expect(result.comparisons[1]?.dangers).toContainEqual(
      expect.objectContaining({ kind: "data", path: "baas-dev/StatefulSet/db" }),
    );
    expect(result.changed).toBe(true);
    expect(exitCode).toBe(0);
  });

  it("tells nothing of what is the same, and ends with 0 whatever is asked", async () => {
    const root = await rendered();
    const { exitCode, result } = await diff(root, "before", "after", "--exit-code");
    expect(result.changed).toBe(false);
    expect(result.comparisons.flatMap(({ objects, hashesOnly }) => [...objects, hashesOnly])).toEqual([0, 0]);
    expect(exitCode).toBe(0);
    expect((await run(root, ["diff", "before", "after"])).stdout).toMatch(/^no changes\n/);
  });

  it("ends with 1 for a change, but only when it is asked to", async () => {
    const root = await rendered("database.storage=20Gi");
    expect((await run(root, ["diff", "before", "after"])).exitCode).toBe(0);
    expect((await run(root, ["diff", "before", "after", "--exit-code"])).exitCode).toBe(1);
  });

  it("compares one target when one is asked for, and folders at whatever height they are named", async () => {
    const root = await rendered("database.storage=20Gi");
    const one = await diff(root, "before", "after", "--target", "kubernetes");
    expect(one.result.comparisons.map(({ target }) => target)).toEqual(["kubernetes"]);
    const below = await diff(root, "before/kubernetes", "after");
    expect(below.result.comparisons.find(({ target }) => target === "kubernetes")?.objects).toEqual(
      one.result.comparisons[0]?.objects,
    );
  });

  it("says no value of any secret, also where somebody put one", async () => {
    const root = await rendered();
    const file = join(root, "after", "compose", "compose.yaml");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("PGHOST: db", "PGHOST: db\n      PGPASSWORD: hunter2-is-secret"),
    );
    for (const [side, value] of [
      ["before", "open-sesame"],
      ["after", "swordfish"],
    ] as const)
      writeFileSync(join(root, side, "compose", ".env"), `ANYTHING=${value}\n`);
    for (const format of ["text", "markdown", "json"]) {
      const { stdout, stderr } = await run(root, ["diff", "before", "after", "--format", format]);
      expect(stdout).toContain("PGPASSWORD");
      expect(stdout).toContain("ANYTHING");
      expect(`${stdout}${stderr}`).not.toMatch(/hunter2|swordfish|sesame/);
    }
  });
});

describe("ashlar diff of files that anybody made", () => {
  it("keeps environments apart, as folders with the same objects are", async () => {
    const root = folderWith({
      "a/dev/web.yaml": MANIFEST("web", 1),
      "a/prod/web.yaml": MANIFEST("web", 3),
      "a/dev/compose.yaml": COMPOSE("web:1"),
      "b/dev/web.yaml": MANIFEST("web", 1),
      "b/prod/web.yaml": MANIFEST("web", 4),
      "b/dev/compose.yaml": COMPOSE("web:2"),
    });
    const { result } = await diff(root, "a", "b");
    expect(result.comparisons.map(({ target, path, counts }) => `${target} ${path} ${counts.changed}`)).toEqual([
      "compose dev 1",
      "kubernetes dev 0",
      "kubernetes prod 1",
    ]);
  });

  it("follows an object from one file to another", async () => {
    const root = folderWith({
      "a/all.yaml": `${MANIFEST("web", 1)}---\n${MANIFEST("api", 1)}`,
      "b/web.yaml": MANIFEST("web", 1),
      "b/deep/api.json": JSON.stringify({
        apiVersion: "v1",
        kind: "List",
        items: [
          {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { name: "api", namespace: "shop" },
            spec: { replicas: 1 },
          },
        ],
      }),
    });
    expect((await diff(root, "a", "b")).result.changed).toBe(false);
  });

  it("takes an empty folder for a state in which nothing was there", async () => {
    const root = folderWith({ "b/web.yaml": MANIFEST("web", 1), "a/README.md": "" });
    const there = await diff(root, "a", "b");
    expect(there.result.comparisons.map(({ counts }) => counts)).toEqual([
      { added: 1, removed: 0, changed: 0, replaced: 0 },
    ]);
    const back = await diff(root, "b", "a");
    expect(back.result.comparisons[0]?.dangers.map(({ kind }) => kind)).toEqual(["removed"]);
  });

  it("says so when both folders are the same one", async () => {
    const { result, stderr } = await diff(folderWith({ "a/web.yaml": MANIFEST("web", 1) }), "a", "a/../a");
    expect(result.changed).toBe(false);
    expect(stderr).toContain("both folders are the same one");
  });
});

describe("ashlar diff refuses", () => {
  it("two unrelated folders: no object in both, and other platforms", async () => {
    const root = folderWith({
      "a/compose.yaml": COMPOSE("web:1"),
      "b/compose.yaml": "name: bank\nservices: { ledger: { image: l } }\n",
    });
    const { exitCode, document } = await runJson(root, ["diff", "a", "b"]);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({
      problems: [{ code: "ASH-DIFF-001", message: expect.stringMatching(/shop.*bank/) as string }],
    });
    // The same platform may have exchanged all it has.
    writeFileSync(join(root, "b", "compose.yaml"), "name: shop\nservices: { ledger: { image: l } }\n");
    expect((await run(root, ["diff", "a", "b"])).exitCode).toBe(0);
  });

  /** A Compose file as a render of ours has it at its head. */
  const ours = (platform: string, environment: string): string =>
    `name: ${platform}-${environment}\nx-ashlar: { platform: ${platform} }\nservices: { web: { image: w }, db: { image: d } }\n`;
  const own = (platform: string, environment: string): string =>
    MANIFEST("web", 1, environment).replace(
      "metadata: {",
      `metadata: { labels: { app.kubernetes.io/managed-by: ashlar, app.kubernetes.io/part-of: ${platform} },`,
    );
  const foreign = (name: string): string => `name: ${name}\nservices: { web: { image: w }, db: { image: d } }\n`;
  const unnamed = "services: { web: { image: w } }\n";
  const space = "apiVersion: v1\nkind: Namespace\nmetadata: { name: default }\n";
  const account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: default }\n";
  const files = (...texts: readonly string[]): string => texts.join("---\n");

  it.each([
    ["projects of other names with services of the same", { c: foreign("shop") }, { c: foreign("bank") }, 2],
    ["projects of other platforms of ours", { c: ours("shop", "dev") }, { c: ours("bank", "dev") }, 2],
    ["other platforms under one name", { c: ours("a", "b-c") }, { c: ours("a-b", "c") }, 2],
    ["two environments of one platform", { c: ours("shop", "dev") }, { c: ours("shop", "prod") }, 0],
    ["a project that lost its name", { c: foreign("shop") }, { c: unnamed }, 0],
    ["a project whose name is filled in", { c: foreign("shop") }, { c: foreign("${NAME:-bank}") }, 0],
    [
      "a project without a name and without a common service",
      { c: "services: { a: { image: a } }\n" },
      { c: unnamed },
      2,
    ],
    ["one target against the other", { k: own("shop", "dev") }, { c: ours("shop", "dev") }, 2],
    [
      "a target that is new beside the other",
      { k: own("shop", "dev") },
      { k: own("shop", "dev"), c: ours("shop", "dev") },
      0,
    ],
    [
      "both targets, and other names on Compose alone",
      { k: MANIFEST("web", 1), c: foreign("shop") },
      { k: MANIFEST("web", 2), c: foreign("bank") },
      2,
    ],
    [
      "both targets, and other platforms on Kubernetes alone",
      { k: own("shop", "dev"), c: unnamed },
      { k: own("bank", "dev"), c: unnamed },
      2,
    ],
    ["two environments on Kubernetes", { k: own("shop", "dev") }, { k: own("shop", "prod") }, 0],
    [
      "manifests that share a namespace and what a cluster makes",
      { k: files(space, account, MANIFEST("web", 1, "default")) },
      { k: files(space, account, MANIFEST("ledger", 1, "default")) },
      2,
    ],
    [
      "manifests that share one object more",
      { k: files(space, MANIFEST("web", 1, "default")) },
      { k: files(space, MANIFEST("web", 2, "default")) },
      0,
    ],
    ["a namespace that was alone", { k: space }, { k: files(space, MANIFEST("web", 2, "default")) }, 0],
  ])("by what they say they are: %s", async (_what, old, now, expected) => {
    const all = Object.entries({ a: old, b: now }).flatMap(([side, { c, k }]: [string, { c?: string; k?: string }]) => [
      ...(c === undefined ? [] : [[`${side}/compose.yaml`, c]]),
      ...(k === undefined ? [] : [[`${side}/all.yaml`, k]]),
    ]);
    const { exitCode, document } = await runJson(folderWith(Object.fromEntries(all) as Record<string, string>), [
      "diff",
      "a",
      "b",
    ]);
    const refused = exitCode === 2 ? problemsOf(document).map((problem) => problem.split(" ")[0]) : [];
    expect({ exitCode, refused }).toEqual({ exitCode: expected, refused: expected === 2 ? ["ASH-DIFF-001"] : [] });
  });

  it.each([
    ["folders that are not there, both of them", ["x", "y"], [/^ASH-INPUT-006 .*\/x$/, /^ASH-INPUT-006 .*\/y$/]],
    ["a file", ["a", "a/web.yaml"], [/^ASH-INPUT-006 .*\/a\/web\.yaml$/]],
    ["two folders with nothing in them", ["empty", "empty"], [/^ASH-INPUT-002/]],
    ["files that are no YAML", ["a", "bad"], [/^ASH-INPUT-004 bad\.yaml:2:/]],
    ["a target that is not there", ["a", "a", "--target", "compose"], [/^ASH-INPUT-002/]],
    ["an unknown format", ["a", "a", "--format", "html"], [/^ASH-INPUT-002 command line$/]],
    ["a limit that is none", ["a", "a", "--limit", "0"], [/^ASH-INPUT-002 command line$/]],
  ])("%s", async (_what, args, expected) => {
    const root = folderWith({ "a/web.yaml": MANIFEST("web", 1), "empty/README.md": "", "bad/bad.yaml": "a: [1\n" });
    const { exitCode, document } = await runJson(root, ["diff", ...args]);
    expect(exitCode).toBe(2);
    expect(problemsOf(document)).toEqual(expected.map((form) => expect.stringMatching(form) as string));
  });

  it.each([
    [
      "stand for ever more",
      "a: &a [x, x, x, x, x, x, x, x, x, x]\n" +
        [..."bcdefgh"]
          .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${"abcdefg"[index]!}`).join(", ")}]\n`)
          .join(""),
    ],
    ["stand for themselves", "a: &a [*a]\n"],
    [
      "are copied into one another",
      `a: &a { ${Array.from({ length: 9_000 }, (_, i) => `k${i}: 1`).join(", ")} }\nb: { <<: [${Array(9_000).fill("*a").join(", ")}] }\n`,
    ],
    ["are none, and whose lists stand too deep", `a: ${"[".repeat(9_000)}${"]".repeat(9_000)}\n`],
  ])("a file whose aliases %s", async (_what, text) => {
    const root = folderWith({
      "a/c.yaml": "kind: ConfigMap\napiVersion: v1\nmetadata: { name: c }\n",
      "b/c.yaml": `kind: ConfigMap\napiVersion: v1\nmetadata: { name: c }\n${text}`,
    });
    const { exitCode, document } = await runJson(root, ["diff", "a", "b"]);
    expect(exitCode).toBe(2);
    expect(problemsOf(document)).toEqual([expect.stringMatching(/^ASH-INPUT-002 c\.yaml(?::\d+)?$/)]);
  });

  it("wrong input in JSON too when the format is what asks for it", async () => {
    const { stdout, exitCode } = await run(folder(), ["diff", "x", "y", "--format", "json"]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ command: "diff", ok: false, exitCode: 2 });
  });
});

describe("what a diff tells people", () => {
  const changed = (count: number) => {
    const names = Array.from({ length: count }, (_, index) => `app-${String(index).padStart(4, "0")}`);
    return folderWith({
      "a/all.yaml": names.map((name) => MANIFEST(name, 1)).join("---\n"),
      "b/all.yaml": names.map((name) => MANIFEST(name, 2)).join("---\n"),
    });
  };

  it("is the verdict, the dangers, rules, capacity, then the objects: in text", async () => {
    const root = await rendered("database.storage=20Gi");
    const { stdout } = await run(root, ["diff", "before", "after", "--target", "kubernetes"]);
    const forms = [
      /^\d+ objects change, 1 danger, /,
      /\nbaas-dev on kubernetes/,
      /\ndanger data /,
      /\nnew high QUOTA-003 mandatory /,
      /\nSCOPE +CAPACITY/,
      /\n± baas-dev\/StatefulSet\/db/,
    ];
    const places = forms.map((form) => stdout.search(form));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(stdout).toContain("- spec.volumeClaimTemplates[data].spec.resources.requests.storage: 2Gi\n");
  });

  it("is a comment that its next version finds again, in markdown", async () => {
    const root = await rendered("database.storage=20Gi");
    const { stdout } = await run(root, ["diff", "before", "after", "--format", "markdown"]);
    const [marker, verdict] = stdout.split("\n");
    expect(marker).toBe("<!-- ashlar-diff: baas-dev/compose baas-dev/kubernetes -->");
    expect(verdict).toMatch(/^### (?:⚠️|⛔) Ashlar: \d+ objects change, \d+ dangers?, /);
    const places = ["| what | target |", "**Dangers of", "**Rules for", "**Capacity**", "<details>"].map((text) =>
      stdout.indexOf(text),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    const other = await run(root, ["diff", "after", "before", "--format", "markdown"]);
    expect(other.stdout.split("\n")[0]).toBe(marker);
  });

  it("is counted beyond the limit, in every format", async () => {
    const root = changed(60);
    const { result } = await diff(root, "a", "b", "--limit", "7");
    expect(result.comparisons[0]).toMatchObject({ left: { objects: 53 }, counts: { changed: 60 } });
    expect(result.comparisons[0]?.objects).toHaveLength(7);
    expect((await diff(root, "a", "b")).result.comparisons[0]?.objects).toHaveLength(60);
    expect((await run(root, ["diff", "a", "b"])).stdout).toContain("… 10 more objects\n");
    expect((await run(root, ["diff", "a", "b", "--format", "markdown"])).stdout).toContain("- … 10 more objects\n");
  });

  it("fits into a comment, whatever is asked, and counts what does not", async () => {
    const { stdout } = await run(changed(2_000), ["diff", "a", "b", "--format", "markdown", "--limit", "5000"]);
    expect(stdout.length).toBeLessThanOrEqual(64_000);
    // One more holds all of them.
    const told = stdout.split("<details>").length - 2;
    const [, more] = /(\d+) objects more\*\*/.exec(stdout) ?? [];
    expect(told).toBeGreaterThan(100);
    expect(told + Number(more)).toBe(2_000);
    expect(stdout.split("</details>").length - 2).toBe(told);
  });

  it("is nothing but text, whatever stands in a file: no tag, no fence, no call, no escape sequence", async () => {
    const text = (body: string): string =>
      JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c<b>@all" }, data: { "a|b": body } });
    const root = folderWith({ "a/c.json": text("one\n"), "b/c.json": text("two\n```\n</details>\n\u001b[31mred\n") });
    const { stdout } = await run(root, ["diff", "a", "b", "--format", "markdown"]);
    expect(stdout).toContain("<summary><code>~ default/ConfigMap/c&lt;b&gt;@\u200ball</code>");
    expect(stdout).toMatch(/\n````diff\n[^]*\n````\n/);
    expect(stdout).not.toContain("\u001b");
    expect((await run(root, ["diff", "a", "b"])).stdout).not.toContain("\u001b");
  });

  it("has no colour in a pipe, and some for a person", async () => {
    const root = changed(1);
    expect((await run(root, ["diff", "a", "b"])).stdout).not.toContain("\u001b");
    expect((await run(root, ["diff", "a", "b"], { isInteractive: true })).stdout).toContain("\u001b[");
  });
});

describe("a folder and its copy", () => {
  it("are the same wherever they lie, and differ in nothing but what was changed", async () => {
    const root = await rendered();
    cpSync(join(root, "after"), join(root, "copy", "deep", "after"), { recursive: true });
    expect((await diff(root, "before", "copy/deep/after")).result.changed).toBe(false);
    rmSync(join(root, "copy", "deep", "after", "compose"), { recursive: true });
    const { result } = await diff(root, "before", "copy/deep/after");
    expect(result.comparisons.map(({ target, counts }) => `${target} ${counts.removed > 0}`)).toEqual([
      "compose true",
      "kubernetes false",
    ]);
  });
});
