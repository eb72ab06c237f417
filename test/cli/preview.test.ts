import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PreviewResult } from "../../cli/schemas/preview";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";
import { writeModule } from "./platform-modules";

const folder = temporaryFolders();
const { PATH, HOME } = process.env;

/** Git as the tests' own user runs it, deaf to whatever the machine's user has set. */
function git(root: string, ...args: readonly string[]): string {
  const env = {
    PATH,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@example.com",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@example.com",
    GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
    GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
  };
  return execFileSync("git", args, { cwd: root, env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

function commit(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--allow-empty", "-m", "change");
}

/** A platform whose size is in a file beside it, and whose environments differ. */
const SIZED = `const { readFileSync } = require("node:fs");
module.exports = ({ environment }) => {
  const platform = new Platform("acme", { environment });
  const storage = readFileSync(require("node:path").join(__dirname, "size.txt"), "utf8").trim();
  new Postgres(platform, "db", { storage: environment === "prod" ? "8Gi" : storage, databases: { app: {} } });
  return platform;
};`;

/** A repository with a platform on `main`. */
function repository(): string {
  const root = folder();
  git(root, "init", "--quiet", "--initial-branch", "main");
  writeModule(root, "platform.cjs", SIZED);
  commit(root, { "size.txt": "1Gi\n", ".gitignore": "out/\n.env\n" });
  return root;
}

const world = { variables: { PATH, HOME, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" } };

const preview = async (root: string, ...args: readonly string[]) => {
  const { exitCode, document, stderr } = await runJson(root, ["preview", ...args], world);
  return { exitCode, stderr, result: document as PreviewResult };
};

const problemsOf = async (root: string, ...args: readonly string[]) => {
  const { exitCode, document } = await runJson(root, ["preview", ...args], world);
  const { problems } = document as { problems: { code: string; path: string; message: string; cure: string }[] };
  return { exitCode, codes: problems.map(({ code }) => code), text: JSON.stringify(problems) };
};

const leftovers = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("ashlar-preview-"));

describe("ashlar preview against a commit", () => {
  it("renders both sides, and tells what the branch does to each environment", async () => {
    const root = repository();
    git(root, "checkout", "--quiet", "-b", "bigger");
    commit(root, { "size.txt": "2Gi\n" });
    const { exitCode, result } = await preview(root, "platform.cjs", "--base", "main", "--env", "dev", "--env", "prod");
    expect(result.environments.map(({ environment, comparisons }) => [environment, comparisons.length])).toEqual([
      ["dev", 2],
      ["prod", 2],
    ]);
    const [dev, prod] = result.environments;
    expect(dev?.comparisons[1]?.dangers).toContainEqual(
      expect.objectContaining({ kind: "data", path: "acme-dev/StatefulSet/db" }),
    );
    expect(prod?.comparisons.flatMap(({ objects }) => objects)).toEqual([]);
    expect(result.base).toEqual({
      kind: "commit",
      ref: "main",
      commit: git(root, "rev-parse", "main").trim(),
    });
    expect(result).toMatchObject({ changed: true, passed: false });
    expect(exitCode).toBe(1);
  });

  it("ends with 0 when nothing stands against the change, and with 1 for any when it is asked", async () => {
    const root = repository();
    git(root, "checkout", "--quiet", "-b", "same");
    commit(root, { "README.md": "more\n" });
    const same = ["platform.cjs", "--base", "main", "--exit-code"];
    expect((await preview(root, ...same)).exitCode).toBe(0);
    commit(root, { "size.txt": "2Gi\n" });
    // Compose gives no disk a size of its own, so that nothing has to be made anew.
    const larger = ["platform.cjs", "--base", "main", "--target", "compose"];
    const { exitCode, result } = await preview(root, ...larger);
    expect(result).toMatchObject({ changed: true, passed: true });
    expect(exitCode).toBe(0);
    expect((await preview(root, ...larger, "--exit-code")).exitCode).toBe(1);
  });

  it("reads a commit as it is: every file is the base's own, and settings that no commit has hold for both", async () => {
    const root = repository();
    git(root, "checkout", "--quiet", "-b", "stack");
    commit(root, { "Pulumi.dev.yaml": "config: { ashlar:stack: {} }\n".replace("ashlar:stack", "other:key") });
    writeFileSync(join(root, ".env"), "UNRELATED=1\n");
    const { result } = await preview(root, "platform.cjs", "--base", "main");
    expect(result.changed).toBe(false);
  });

  it("takes the packages of the work tree, and a workspace's own folders from the commit", async () => {
    const root = repository();
    const module = readFileSync(join(root, "platform.cjs"), "utf8");
    const sized = module.replace(
      /const storage = .*;/,
      `const storage = require("@acme/sizes").db + require("units");`,
    );
    commit(root, {
      "platform.cjs": sized,
      "packages/sizes/index.js": `exports.db = "1";\n`,
      ".gitignore": "node_modules/\n",
    });
    mkdirSync(join(root, "node_modules", "@acme"), { recursive: true });
    mkdirSync(join(root, "node_modules", "units"));
    symlinkSync("../../packages/sizes", join(root, "node_modules", "@acme", "sizes"));
    writeFileSync(join(root, "node_modules", "units", "index.js"), `module.exports = "Gi";\n`);
    commit(root, { "packages/sizes/index.js": `exports.db = "3";\n` });
    const { result } = await preview(root, "platform.cjs", "--base", "HEAD~1", "--target", "compose");
    expect(result.environments[0]?.comparisons[0]?.capacity).toContainEqual(
      expect.objectContaining({ what: "requests.storage", before: "1Gi", after: "3Gi" }),
    );
  });

  it("tells a platform and an environment that the commit does not have as new", async () => {
    const root = repository();
    writeModule(root, "other.cjs", `module.exports = ({ environment }) => new Platform("other", { environment });`);
    commit(root, {});
    const { result } = await preview(root, "other.cjs", "--base", "HEAD~1", "--target", "kubernetes");
    expect(result.environments[0]).toMatchObject({ isNew: true, platform: "other" });
    expect(result.environments[0]?.comparisons[0]?.counts).toMatchObject({ changed: 0, removed: 0 });
    expect(result.notes).toContain("The base has nothing of dev: all of it is new.");
  });

  it("says so when the base went on: its commits would be told as undone", async () => {
    const root = repository();
    git(root, "checkout", "--quiet", "-b", "old");
    git(root, "checkout", "--quiet", "main");
    commit(root, { "size.txt": "2Gi\n" });
    git(root, "checkout", "--quiet", "old");
    const { result } = await preview(root, "platform.cjs", "--base", "main");
    expect(result.notes).toContainEqual(expect.stringContaining("git merge-base main HEAD"));
  });

  it("works from a folder of the repository, also through a link", async () => {
    const root = repository();
    writeModule(join(root), "deep.cjs", SIZED);
    commit(root, { "deep/size.txt": "1Gi\n", "deep/platform.cjs": readFileSync(join(root, "deep.cjs"), "utf8") });
    commit(root, { "deep/size.txt": "2Gi\n" });
    const link = join(folder(), "link");
    symlinkSync(join(root, "deep"), link);
    for (const place of [join(root, "deep"), link]) {
      const { result } = await preview(place, "platform.cjs", "--base", "HEAD~1", "--target", "compose");
      expect(result.environments[0]?.comparisons[0]?.counts.changed).toBeGreaterThan(0);
    }
  });

  it("leaves the repository and the temporary folder as they were, byte by byte, also after an error", async () => {
    const root = repository();
    mkdirSync(join(root, ".git", "hooks"), { recursive: true });
    for (const hook of ["post-checkout", "post-index-change"])
      writeFileSync(join(root, ".git", "hooks", hook), `#!/bin/sh\ntouch ${join(root, "hooked")}\n`, { mode: 0o755 });
    commit(root, { "size.txt": "2Gi\n" });
    rmSync(join(root, "hooked"), { force: true });
    const before = treeOf(root);
    const here = leftovers();
    await preview(root, "platform.cjs", "--base", "HEAD~1");
    await problemsOf(root, "platform.cjs", "--base", "HEAD~1", "--env", "Not An Environment");
    expect(treeOf(root)).toEqual(before);
    expect(leftovers()).toEqual(here);
    expect(git(root, "worktree", "list").trim().split("\n")).toHaveLength(1);
  });

  it("says the same of the same, and no path of its own", async () => {
    const root = repository();
    commit(root, { "size.txt": "2Gi\n" });
    const args = ["preview", "platform.cjs", "--base", "HEAD~1", "--format", "markdown"];
    const [one, two] = [await run(root, args, world), await run(root, args, world)];
    expect(one.stdout).toBe(two.stdout);
    expect(one.stdout).not.toContain(tmpdir());
  });
});

/** Every file of a folder with its content. */
function treeOf(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => `${file} ${readFileSync(file, "latin1")}`)
    .sort();
}

describe("ashlar preview against rendered files", () => {
  it("finds each environment's own below the folder, and where synth writes when no base is named", async () => {
    const root = repository();
    for (const environment of ["dev", "prod"]) await run(root, ["synth", "platform.cjs", "--env", environment]);
    writeFileSync(join(root, "size.txt"), "2Gi\n");
    const named = await preview(root, "platform.cjs", "--base", "out/acme", "--env", "dev", "--env", "prod");
    const changes = named.result.environments.map(({ comparisons }) =>
      comparisons.some(({ objects }) => objects.length > 0),
    );
    expect(changes).toEqual([true, false]);
    const unnamed = await preview(root, "platform.cjs", "--env", "dev", "--env", "prod");
    expect(unnamed.result.environments).toEqual(named.result.environments);
    for (const base of ["out/acme/dev", "out/acme/dev/", "./out"]) {
      const one = await preview(root, "platform.cjs", "--base", base, "--env", "dev");
      expect(one.result.environments[0]?.comparisons).toEqual(named.result.environments[0]?.comparisons);
    }
  });

  it("compares the targets that the folder has, unless others are asked for", async () => {
    const root = repository();
    await run(root, ["synth", "platform.cjs", "--target", "kubernetes", "--out", "deploy"]);
    const { result } = await preview(root, "platform.cjs", "--base", "deploy");
    expect(result.environments[0]?.comparisons.map(({ target }) => target)).toEqual(["kubernetes"]);
    expect(result.changed).toBe(false);
    expect(result.notes).toContainEqual(expect.stringContaining("no compose files of dev"));
    const all = await preview(root, "platform.cjs", "--base", "deploy", "--target", "all");
    expect(all.result.environments[0]?.comparisons.map(({ target }) => target)).toEqual(["compose", "kubernetes"]);
    expect(all.result.changed).toBe(true);
  });

  it("tells an environment as new when the folder has others alone", async () => {
    const root = repository();
    await run(root, ["synth", "platform.cjs", "--env", "dev"]);
    const { result } = await preview(root, "platform.cjs", "--base", "out/acme", "--env", "prod");
    expect(result.environments[0]).toMatchObject({ environment: "prod", isNew: true });
    expect(result.environments[0]?.comparisons.every(({ counts }) => counts.removed === 0)).toBe(true);
  });

  it("needs no git for it", async () => {
    const root = repository();
    await run(root, ["synth", "platform.cjs", "--out", "base"]);
    const { exitCode } = await run(root, ["preview", "platform.cjs", "--base", "base"], { variables: { PATH: root } });
    expect(exitCode).toBe(0);
  });

  it("previews a stack by the settings of the environment's file when no platform is named", async () => {
    const root = folder();
    await run(root, ["synth", "baas", "--out", "base"]);
    expect((await problemsOf(root, "--base", "base")).codes).toEqual(["ASH-INPUT-003"]);
    writeFileSync(join(root, "Pulumi.dev.yaml"), "config:\n  ashlar:baas: { database: { storage: 3Gi } }\n");
    const { result } = await preview(root, "--base", "base", "--target", "compose");
    expect(result.environments[0]?.comparisons[0]?.capacity).toContainEqual(
      expect.objectContaining({ what: "requests.storage", after: "3Gi" }),
    );
  });

  it("holds rules as they are set", async () => {
    const root = repository();
    await run(root, ["synth", "platform.cjs", "--out", "base"]);
    writeFileSync(join(root, "rules.yaml"), "BASE-999: { level: off }\n");
    const { exitCode, codes } = await problemsOf(root, "platform.cjs", "--base", "base", "--rule-config", "rules.yaml");
    expect([exitCode, codes]).toEqual([2, ["ASH-RULE-001"]]);
  });
});

describe("ashlar preview refuses", () => {
  it.each([
    ["a base that is nowhere", ["--base", "nowhere"], ["ASH-DIFF-002"], /no folder of this name, and no branch/],
    ["a folder that is not there", ["--base", "./nowhere"], ["ASH-DIFF-002"], /no such folder/],
    ["a file", ["--base", "size.txt"], ["ASH-DIFF-002"], /not a folder/],
    ["an option for a commit", ["--base=--upload-pack=x"], ["ASH-DIFF-002"], /upload-pack/],
    ["a folder that is a branch, too", ["--base", "both"], ["ASH-DIFF-006"], /refs\/heads\/both/],
    ["no base where nothing was rendered", [], ["ASH-INPUT-003"], /no base is named/],
    ["an environment that cannot be", ["--base", "main", "--env", "No!"], ["ASH-INPUT-002"], /No!/],
    ["a file of rules that is not there", ["--base", "main", "--rule-config", "x"], ["ASH-INPUT-006"], /no such file/],
    ["an unknown target", ["--base", "main", "--target", "nomad"], ["ASH-INPUT-002"], /compose, kubernetes, all/],
    ["a link that is none", ["--base", "main", "--rule-pages", "javascript:x"], ["ASH-INPUT-002"], /rule-pages/],
    ["a page that ends the link", ["--base", "main", "--rule-pages", "x) @all"], ["ASH-INPUT-002"], /rule-pages/],
  ])("%s", async (_what, args, codes, text) => {
    const root = repository();
    git(root, "branch", "both");
    mkdirSync(join(root, "both"));
    const here = leftovers();
    const problems = await problemsOf(root, "platform.cjs", ...args);
    expect(problems).toMatchObject({ exitCode: 2, codes });
    expect(problems.text).toMatch(text);
    expect(leftovers()).toEqual(here);
  });

  it("a commit where there is no repository, and where there is no git", async () => {
    const root = folder();
    writeModule(root, "platform.cjs", SIZED);
    expect(await problemsOf(root, "platform.cjs", "--base", "main")).toMatchObject({
      exitCode: 2,
      codes: ["ASH-DIFF-003"],
    });
    const { exitCode, stderr } = await run(root, ["preview", "platform.cjs", "--base", "main"], {
      variables: { PATH: root },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("ASH-DIFF-007");
  });

  it("changes that no commit has, unless they are meant", async () => {
    const root = repository();
    writeFileSync(join(root, "size.txt"), "2Gi\n");
    const args = ["platform.cjs", "--base", "HEAD", "--target", "compose"];
    const problems = await problemsOf(root, ...args);
    expect(problems).toMatchObject({ exitCode: 2, codes: ["ASH-DIFF-004"] });
    expect(problems.text).toContain("size.txt");
    const { result } = await preview(root, ...args, "--allow-dirty");
    expect(result.changed).toBe(true);
    expect(result.notes).toContainEqual(expect.stringContaining("not committed are part of it: size.txt"));
  });

  it("a base whose platform cannot be rendered, with its problems by the name of the commit", async () => {
    const root = repository();
    commit(root, { "size.txt": "much\n" });
    commit(root, { "size.txt": "1Gi\n" });
    const { exitCode, codes, text } = await problemsOf(root, "platform.cjs", "--base", "HEAD~1");
    expect([exitCode, codes[0]]).toEqual([2, "ASH-DIFF-005"]);
    expect(codes.length).toBeGreaterThan(1);
    expect(text).toContain("HEAD~1:");
    expect(text).not.toContain("ashlar-preview-");
  });

  it("a module that no commit can have", async () => {
    const [root, elsewhere] = [repository(), mkdtempSync(join(folder(), "elsewhere-"))];
    const module = writeModule(elsewhere, "platform.cjs", SIZED);
    writeFileSync(join(elsewhere, "size.txt"), "1Gi");
    const problems = await problemsOf(root, module, "--base", "main");
    expect(problems).toMatchObject({ exitCode: 2, codes: ["ASH-INPUT-002"] });
    expect(problems.text).toContain("outside of the repository");
    expect(existsSync(join(elsewhere, "out"))).toBe(false);
  });

  it("files of another platform", async () => {
    const root = repository();
    writeModule(root, "other.cjs", `module.exports = () => new Platform("bank", { environment: "dev" });`);
    await run(root, ["synth", "other.cjs", "--out", "base"]);
    expect((await problemsOf(root, "platform.cjs", "--base", "base")).codes).toEqual(["ASH-DIFF-001"]);
  });
});
