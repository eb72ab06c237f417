import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Ajv from "ajv";
import { load } from "js-yaml";
import { describeLive, enginePath } from "./support/engines";
import { execute, temporaryFolder } from "./support/process";
import { stepsOf, workflowIn } from "./support/workflow";

const ROOT = resolve(__dirname, "../..");
const GITLAB = join(ROOT, "examples/ci/gitlab/gitlab-ci.yml");
const FOLDERS = ["examples/ci/github", ".github/workflows"];
const workflows = FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`));

describeLive(["actionlint", "schemastore"], "the workflows of examples/ci and of this repository", () => {
  /** What actionlint says of workflows in the folder where it looks for them. */
  const complaints = async (texts: readonly string[]): Promise<string> => {
    const folder = temporaryFolder("workflows");
    const place = join(folder.path, ".github/workflows");
    mkdirSync(place, { recursive: true });
    const files = texts.map((text, index) => join(place, `${index}.yml`));
    files.forEach((file, index) => writeFileSync(file, texts[index] ?? ""));
    const options = ["-no-color", "-shellcheck=", "-pyflakes="];
    const { code, stdout, stderr } = await execute(enginePath("actionlint", "bin/actionlint"), [...options, ...files]);
    folder.remove();
    expect(stderr).toBe("");
    expect(code === 0).toBe(stdout === "");
    return stdout;
  };

  const textOf = (file: string): string => readFileSync(join(ROOT, file), "utf8");

  test("are what GitHub takes", async () => {
    expect(workflows.length).toBeGreaterThanOrEqual(6);
    expect(await complaints(workflows.map(textOf))).toBe("");
  });

  test("would be refused with a misspelt key, an unknown context or a permission that there is not", async () => {
    const good = textOf("examples/ci/github/preview.yml");
    const [key, context, permission] = await Promise.all(
      [
        good.replace("timeout-minutes", "timeout-minute"),
        good.replace("pull_request.number }}", "pull_request.number && secret.TOKEN }}"),
        good.replace("contents: read", "content: read"),
      ].map((text) => complaints([text])),
    );
    expect(key).toContain('unexpected key "timeout-minute"');
    expect(context).toContain("secret");
    expect(permission).toContain('unknown permission scope "content"');
  });

  test("are what GitLab takes, which refuses a misspelt key", () => {
    const file = "schemas/json/gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json";
    const schema = JSON.parse(readFileSync(enginePath("schemastore", file), "utf8")) as object;
    const takes = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    const text = readFileSync(GITLAB, "utf8");
    expect([takes(load(text)), takes.errors]).toEqual([true, null]);
    expect(takes(load(text.replace("expire_in:", "expires_in:")))).toBe(false);
  });

  describe.each(workflows)("%s", (file) => {
    const workflow = workflowIn(join(ROOT, file));

    test("takes every action by a commit, and says which version that is", () => {
      const used = workflow.text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
      expect(used.filter((line) => !/uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
      expect(used).toHaveLength(stepsOf(workflow).filter(({ uses }) => uses !== undefined).length);
    });

    test("says what it may, and hands nothing to code that strangers write", () => {
      expect(workflow.permissions).toBeDefined();
      const granted = [workflow.permissions, ...Object.values(workflow.jobs).map(({ permissions }) => permissions)]
        .flatMap((permissions) => Object.entries(permissions ?? {}))
        .filter(([, level]) => level === "write")
        .map(([scope]) => scope);
      const scripts = stepsOf(workflow).map(({ run = "" }) => run);
      const actions = stepsOf(workflow).map(({ uses = "" }) => uses);
      // Text that strangers choose would be text of the script.
      expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
      expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
      const ofStrangers = "pull_request" in workflow.on;
      const ofTheirs = "workflow_run" in workflow.on;
      expect(ofStrangers ? [granted, /secrets\.|github\.token/.test(workflow.text)] : [[], false]).toEqual([[], false]);
      expect(ofTheirs ? [granted, actions.join("")] : [["pull-requests"], ""]).toEqual([["pull-requests"], ""]);
      expect(ofTheirs ? scripts.filter((script) => /npm|npx|ashlar |node |sh /.test(script)) : []).toEqual([]);
    });

    test("leaves no token behind in a checkout", () => {
      const checkouts = stepsOf(workflow).filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
      expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
    });
  });

  test("hold pull requests against the packs, in this repository as in a team's", () => {
    for (const folder of FOLDERS) {
      const packs = workflowIn(join(ROOT, folder, "preview.yml")).jobs["packs"]?.steps ?? [];
      expect(packs.some(({ uses = "" }) => uses.startsWith("pulumi/actions@"))).toBe(true);
      expect(packs.map(({ run = "" }) => run).join("\n")).toMatch(/\bsh (?:examples\/ci\/)?packs\.sh /);
    }
  });

  test("link rules from this repository's own comments alone, to pages that are there", () => {
    const pages =
      /--rule-pages "\$GITHUB_SERVER_URL\/\$GITHUB_REPOSITORY\/blob\/\$\{GITHUB_BASE_REF:-main\}\/([\w/]+)"/;
    const [, folder = ""] = pages.exec(textOf(".github/workflows/preview.yml")) ?? [];
    expect(existsSync(join(ROOT, folder, "BASE-010.md"))).toBe(true);
    expect(textOf("examples/ci/github/preview.yml")).not.toContain("--rule-pages");
  });

  test("post comments in the same way, in this repository as in a team's", () => {
    expect(textOf(".github/workflows/comment.yml")).toBe(textOf("examples/ci/github/comment.yml"));
  });

  test("keep GitLab's token from the jobs that run a change's code", () => {
    const jobs = load(readFileSync(GITLAB, "utf8")) as Readonly<Record<string, { readonly environment?: unknown }>>;
    const environments = Object.entries(jobs).flatMap(([name, { environment }]) =>
      environment === undefined ? [] : [name],
    );
    expect(environments.sort()).toEqual(["comment", "deploy"]);
    expect(jobs["comment"]?.environment).toEqual({ name: "preview-comment", action: "access" });
  });

  test("run scripts that are there", () => {
    const named = [...workflows, "examples/ci/gitlab/gitlab-ci.yml"].flatMap((file) => [
      ...textOf(file).matchAll(/(?:run: |- )(?:sh )?((?:\.ci\/|packs\.)\w+)/g),
    ]);
    expect(named.length).toBeGreaterThanOrEqual(3);
    for (const [, script = ""] of named)
      expect([join(ROOT, script), join(ROOT, "examples/ci", script)].some((path) => existsSync(path))).toBe(true);
  });
});
