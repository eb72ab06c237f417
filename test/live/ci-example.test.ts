import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { load } from "js-yaml";
import { describeLive } from "./support/engines";
import { type ForgeComment, githubCommand, gitlabNotes } from "./support/forge-stand-in";
import { launcherFolder, ROOT } from "./support/packs-engine";
import { RegisteringStandIn } from "./support/packs-stand-in";
import { execute, type Finished, succeed } from "./support/process";
import { attachNodeLanguage } from "./support/pulumi-language-stand-in";
import { MaterialStandIn } from "./support/pulumi-material-stand-in";
import { type Attached, PulumiProject } from "./support/pulumi-project";
import { attach } from "./support/pulumi-stand-in";
import { installTeamExample } from "./support/team-repository";
import { scriptOf, workflowIn } from "./support/workflow";

const CI = join(ROOT, "examples/ci");
const github = (name: string) => workflowIn(join(CI, "github", name));
const gitlab = load(readFileSync(join(CI, "gitlab/gitlab-ci.yml"), "utf8")) as Readonly<
  Record<string, { readonly script: readonly string[] }>
>;

// What the workflows run is taken from their files and run by bash, in a real repository, with the packed package. What
// they run on is not here: `npm ci` is done before, and the forges are stood in for.
describeLive(["pulumi"], "what the workflows of examples/ci run, in a team's repository", () => {
  let attached: Attached;
  let project: PulumiProject;
  let launcher: ReturnType<typeof launcherFolder>;
  let base: string;
  const inside = (file: string): string => project.path(file);
  const git = (...args: readonly string[]): Promise<string> => succeed("git", args, { cwd: inside(".") });

  const bash = (script: string, env: Readonly<Record<string, string>> = {}): Promise<Finished> =>
    execute("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: inside("."),
      env: {
        ...project.environment,
        PATH: [inside("bin"), launcher.path, project.environment["PATH"]].join(delimiter),
        GITHUB_BASE_REF: "main",
        GITHUB_STEP_SUMMARY: inside("summary.md"),
        ...env,
      },
    });

  beforeAll(async () => {
    launcher = launcherFolder();
    attached = {
      // The program's types are checked elsewhere.
      language: await attachNodeLanguage({ PULUMI_NODEJS_TRANSPILE_ONLY: "true" }),
      providers: {
        kubernetes: await attach(new RegisteringStandIn()),
        random: await attach(new MaterialStandIn("random")),
        tls: await attach(new MaterialStandIn("tls")),
      },
    };
    project = new PulumiProject(attached);
    await installTeamExample(inside("."));
    mkdirSync(inside("node_modules/.bin"));
    await succeed("ln", ["-s", "../ashlar/dist/cli/main.js", inside("node_modules/.bin/ashlar")]);
    cpSync(join(CI, "packs.sh"), inside("packs.sh"));
    mkdirSync(inside("bin"));
    writeFileSync(inside(".gitignore"), "node_modules/\nbin/\nbody.md\npreview/\nsummary.md\nwhole.md\n");
    await git("init", "--quiet", "--initial-branch=main");
    await git("config", "user.email", "team@acme.example");
    await git("config", "user.name", "team");
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "the team's platform");
    base = (await git("rev-parse", "HEAD")).trim();
    await git("update-ref", "refs/remotes/origin/main", base);
  });

  afterEach(async () => {
    await git("reset", "--quiet", "--hard", base);
    for (const made of ["preview", "summary.md", "body.md", "whole.md"])
      rmSync(inside(made), { recursive: true, force: true });
  });

  afterAll(() => {
    project?.remove();
    launcher?.remove();
    attached?.language.stop();
    for (const provider of Object.values(attached?.providers ?? {})) provider.stop();
  });

  /** Commits a change of a file, as a pull request brings it. */
  const change = async (file: string, from: string, to: string): Promise<void> => {
    const text = readFileSync(inside(file), "utf8");
    expect(text).toContain(from);
    writeFileSync(inside(file), text.replaceAll(from, to));
    await git("commit", "--quiet", "--all", "--message", "a change");
  };

  const comment = (): string => readFileSync(inside("preview/comment.md"), "utf8");

  test("a change is told, the same on both forges, and fits and keeps the rules", async () => {
    await change("platform.ts", "perMinute: 600", "perMinute: 300");
    const preview = github("preview.yml");
    expect(await bash(scriptOf(preview, "What changes"))).toMatchObject({ code: 0 });
    const told = comment();
    expect(told.split("\n")[0]).toMatch(/^<!-- ashlar-preview: [\w./ -]+ -->$/);
    expect(told).toContain("gateway");
    expect(readFileSync(inside("summary.md"), "utf8")).toBe(told);
    expect(await bash(scriptOf(preview, "Capacity"))).toMatchObject({ code: 0 });
    expect(await bash(scriptOf(preview, "Rules"))).toMatchObject({ code: 0 });

    rmSync(inside("preview"), { recursive: true });
    const script = (gitlab["preview"]?.script ?? []).filter((line) => line !== "npm ci").join("\n");
    expect(await bash(script, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base })).toMatchObject({ code: 0 });
    expect(comment().split("\n")[0]).toBe(told.split("\n")[0]);
  });

  test("a danger fails the preview, and is told all the same", async () => {
    await change("platform.ts", ', auth: "key"', ', auth: "none"');
    expect(await bash(scriptOf(github("preview.yml"), "What changes"))).toMatchObject({ code: 1 });
    expect(comment()).toContain("⚠");
  });

  describe("the comment", () => {
    const BODY =
      "<!-- ashlar-preview: acme/prod -->\n### ✅ Ashlar: one changed & more, `a &amp; b &lt;`\n" +
      "@acme/team look, `@all`, a@b.example @@@boss _@x &#64;you &#x40;you &commat;you &amp;#64;you\n/merge\n";
    const tamed = BODY.replace("changed &", "changed &amp;")
      .replace(/&(?=#|commat)/g, "&amp;")
      .replaceAll("@", "@\u200b");
    const HEAD = { RUN: "77", GH_REPO: "acme/platform", GH_TOKEN: "t", HEAD: "guest:fix", COMMIT: "abc" };
    const pulls = {
      "guest:fix": [
        { number: 4, head: { sha: "old" } },
        { number: 9, head: { sha: "abc" } },
      ],
    };
    const by = (login: string, id: number) => ({ id, body: BODY, user: { login } });

    const posted = async (comments: Parameters<typeof githubCommand>[1]["comments"]): Promise<readonly unknown[]> => {
      writeFileSync(inside("bin/artifact.md"), BODY);
      const command = githubCommand(inside("bin"), { pulls, comments, artifact: inside("bin/artifact.md") });
      const workflow = github("comment.yml");
      const env = { ...HEAD, GITHUB_OUTPUT: inside("bin/output"), NUMBER: "9" };
      writeFileSync(env.GITHUB_OUTPUT, "");
      for (const name of ["Which pull request", "What was found", "The comment, in the place of the one before"])
        expect(await bash(scriptOf(workflow, name), env)).toMatchObject({ code: 0, stderr: "" });
      expect(readFileSync(env.GITHUB_OUTPUT, "utf8")).toBe("number=9\n");
      return command.written();
    };

    test("is made on GitHub when there is none of the workflow's own, and calls nobody", async () => {
      expect(await posted([by("guest", 1)])).toEqual([
        { method: "POST", path: "repos/acme/platform/issues/9/comments", body: tamed },
      ]);
    });

    test("calls nobody on GitHub, and is no entity, wherever the sign stands", () => {
      for (const sign of ["@\u200b@\u200b@\u200bboss", "_@\u200bx", "&amp;#64;you", "&amp;#x40;you", "&amp;commat;you"])
        expect(tamed).toContain(sign);
      expect(tamed).not.toMatch(/@(?!\u200b)|&(?!amp;|lt;|gt;)/);
    });

    test("is changed on GitHub when there is one", async () => {
      expect(await posted([by("guest", 1), by("github-actions[bot]", 2)])).toEqual([
        { method: "PATCH", path: "repos/acme/platform/issues/comments/2", body: tamed },
      ]);
    });

    test("is not made for a commit that is no pull request's", async () => {
      githubCommand(inside("bin"), { pulls, comments: [], artifact: "" });
      const env = { ...HEAD, COMMIT: "other", GITHUB_OUTPUT: inside("bin/output") };
      writeFileSync(env.GITHUB_OUTPUT, "");
      expect(await bash(scriptOf(github("comment.yml"), "Which pull request"), env)).toMatchObject({ code: 0 });
      expect(readFileSync(env.GITHUB_OUTPUT, "utf8")).toBe("number=\n");
    });

    test("stays one on GitLab, calls nobody there, and commands nothing", async () => {
      const notes: ForgeComment[] = [{ id: 1, body: "hello" }];
      const server = await gitlabNotes(notes);
      mkdirSync(inside("preview"));
      for (const text of [BODY, BODY.replace("one changed", "two changed")]) {
        writeFileSync(inside("preview/comment.md"), text);
        const env = {
          ...{ CI_API_V4_URL: server.url, CI_MERGE_REQUEST_PROJECT_ID: "5", CI_MERGE_REQUEST_IID: "9" },
          PREVIEW_TOKEN: "token",
        };
        expect(await bash((gitlab["comment"]?.script ?? []).join("\n"), env)).toMatchObject({ code: 0, stderr: "" });
      }
      // Without the environment's token, nothing is asked of the forge.
      const without = await bash((gitlab["comment"]?.script ?? []).join("\n"), { PREVIEW_TOKEN: "" });
      expect(without).toMatchObject({ code: 0, stderr: "" });
      server.stop();
      expect(notes.map(({ body }) => body)).toEqual([
        "hello",
        tamed.replace("one changed", "two changed").replace("/merge", "\u200b/merge"),
      ]);
      expect([...server.tokens]).toEqual(["token"]);
    });
  });

  test("the state of a deployment becomes a commit of its branch, once for each change", async () => {
    const [remote, state] = [inside("bin/origin.git"), inside("bin/state")];
    await git("init", "--quiet", "--bare", "--initial-branch=pulumi-state", remote);
    await git("clone", "--quiet", remote, state);
    mkdirSync(join(state, ".pulumi/stacks/acme"), { recursive: true });
    const keep = () => bash(scriptOf(github("deploy.yml"), "Keep the state"), { STATE: state, GITHUB_SHA: base });
    for (const content of ["one", "two", "two"]) {
      writeFileSync(join(state, ".pulumi/stacks/acme/prod.json"), content);
      expect(await keep()).toMatchObject({ code: 0 });
    }
    expect(await git("--git-dir", remote, "show", "pulumi-state:.pulumi/stacks/acme/prod.json")).toBe("two");
    expect(await git("--git-dir", remote, "rev-list", "--count", "pulumi-state")).toBe("2\n");
  });

  describe("packs.sh", () => {
    test("lets the team's program pass, without a state, a cluster or what is encrypted, and leaves the file alone", async () => {
      const file = inside("Pulumi.prod.yaml");
      const encrypted = `encryptionsalt: v1:c2FsdA==:v1:bm9uY2U=:dGV4dA==\n${readFileSync(file, "utf8")}  acme:token:\n    secure: v1:bm9uY2U=:dGV4dA==\n  acme:tokens:\n    - secure: v1:bm9uY2U=:dGV4dA==\n`;
      writeFileSync(file, encrypted);
      const { code, stdout, stderr } = await bash(scriptOf(github("preview.yml"), "Packs"));
      expect({ code, said: code === 0 ? "" : stdout + stderr }).toEqual({ code: 0, said: "" });
      expect(stdout).toContain("ashlar-mtls@");
      expect(readFileSync(file, "utf8")).toBe(encrypted);
    });

    test("lets a certificate that is given pass, which is read with its key and held against its hosts", async () => {
      const issued = 'publicTls: { kind: "issuer", issuer: { kind: "ClusterIssuer", name: "letsencrypt" } }';
      await change("platform.ts", issued, 'publicTls: { kind: "given" }');
      const file = inside("Pulumi.prod.yaml");
      const given = ["certificate", "key"].map(
        (it) => `  ashlar-secrets:gateway-public-${it}:\n    secure: v1:bm9uY2U=:dGV4dA==\n`,
      );
      writeFileSync(file, readFileSync(file, "utf8") + given.join(""));
      const { code, stdout, stderr } = await bash("sh packs.sh prod");
      expect({ code, said: code === 0 ? "" : stdout + stderr }).toEqual({ code: 0, said: "" });
    });

    test("stops what the team's own resources break", async () => {
      await change("exporter.ts", "allowPrivilegeEscalation: false", "privileged: true");
      const { code, stdout, stderr } = await bash((gitlab["packs"]?.script ?? []).join("\n"));
      expect(code).not.toBe(0);
      expect(stdout + stderr).toContain("base-003");
    });
  });
});
