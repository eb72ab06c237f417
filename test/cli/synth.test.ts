import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";
import { DATABASE, EMPTY, writeModule } from "./platform-modules";

const folder = temporaryFolders();

function contents(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => [
      join(entry.parentPath, entry.name).slice(root.length + 1),
      readFileSync(join(entry.parentPath, entry.name), "utf8"),
    ]),
  );
}

describe("ashlar synth", () => {
  it("renders a stack for both targets below out/<stack>/<environment>", async () => {
    const root = folder();
    const { exitCode, document } = await runJson(root, [
      "synth",
      "baas",
      "--env",
      "staging",
      "--set",
      "publicUrl=https://acme.example",
    ]);
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({
      platform: "baas",
      environment: "staging",
      targets: [
        { target: "compose", folder: join(root, "out/baas/staging/compose"), removed: [] },
        {
          target: "kubernetes",
          folder: join(root, "out/baas/staging/kubernetes"),
          prerequisites: [{ name: "cert-manager" }],
        },
      ],
    });
    expect(existsSync(join(root, "out/baas/staging/compose/compose.yaml"))).toBe(true);
    expect(readdirSync(join(root, "out/baas/staging/kubernetes")).some((file) => file.endsWith(".yaml"))).toBe(true);
  });

  it.each(["compose", "kubernetes"])("writes the files of one target to --out itself: %s", async (target) => {
    const root = folder();
    const { document } = await runJson(root, ["synth", "baas", "--target", target, "--out", "deploy"]);
    const [only] = (document as { targets: { files: string[]; folder: string }[] }).targets;
    expect(only?.folder).toBe(join(root, "deploy"));
    expect(Object.keys(contents(join(root, "deploy"))).sort()).toEqual([...only!.files, ".ashlar/files.json"].sort());
  });

  it("gives the same bytes again, and writes nothing the second time", async () => {
    const root = folder();
    await run(root, ["synth", "baas"]);
    const before = contents(root);
    const { document } = await runJson(root, ["synth", "baas"]);
    expect(contents(root)).toEqual(before);
    expect(document).toMatchObject({ targets: [{ written: 0 }, { written: 0 }] });
  });

  it("removes what an earlier render left, and leaves files of others", async () => {
    const root = folder();
    const module = writeModule(root, "platform.cjs", DATABASE);
    await run(root, ["synth", module, "--target", "compose", "--out", "out"]);
    writeFileSync(join(root, "out", "compose.override.yaml"), "services: {}\n");
    const other = writeModule(root, "other.cjs", EMPTY);
    const { document } = await runJson(root, ["synth", other, "--target", "compose", "--out", "out"]);
    const [compose] = (document as { targets: { removed: string[] }[] }).targets;
    expect(compose?.removed.length).toBeGreaterThan(3);
    expect(Object.keys(contents(join(root, "out"))).sort()).toEqual([
      ".ashlar/files.json",
      ".ashlar/material.json",
      ".ashlar/report.json",
      "compose.override.yaml",
      "compose.yaml",
    ]);
  });

  it("refuses a folder in which files of others are in the way, and then writes for no target", async () => {
    const root = folder();
    mkdirSync(join(root, "out/compose"), { recursive: true });
    writeFileSync(join(root, "out/compose/compose.yaml"), "services: {}\n");
    const { exitCode, document } = await runJson(root, ["synth", "baas", "--out", "out"]);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({
      ok: false,
      problems: [{ code: "ASH-TARGET-005", path: join(root, "out/compose/compose.yaml") }],
    });
    expect(contents(join(root, "out"))).toEqual({ "compose/compose.yaml": "services: {}\n" });
  });

  it("never touches what lies beside a rendered folder", async () => {
    const root = folder();
    await run(root, ["init", "baas"]);
    const keep = (): Record<string, string> =>
      Object.fromEntries(
        Object.entries(contents(join(root, "out/baas/dev"))).filter(([path]) => /^(\.env|secrets|pki)/.test(path)),
      );
    const before = keep();
    expect(Object.keys(before).length).toBeGreaterThan(5);
    await run(root, ["synth", "baas"]);
    await run(root, ["synth", "baas", "--set", "rest.replicas=2"]);
    expect(keep()).toEqual(before);
  });

  it("writes the list of what init makes, with names and without a value", async () => {
    const root = folder();
    await run(root, ["init", "baas"]);
    await run(root, ["synth", "baas"]);
    const list = JSON.parse(readFileSync(join(root, "out/baas/dev/compose/.ashlar/material.json"), "utf8"));
    expect(list.secrets.map(({ name }: { name: string }) => name)).toContain("auth-admin");
    expect(list.identities.map(({ name }: { name: string }) => name)).toContain("db");
    const value = readFileSync(join(root, "out/baas/dev/secrets/auth-admin"), "utf8").trim();
    const rendered = JSON.stringify(contents(join(root, "out/baas/dev/compose")));
    expect(value).toMatch(/^[\w-]{40}$/);
    expect(rendered).not.toContain(value);
  });

  it("takes settings from the folder of the environment that it renders to", async () => {
    const root = folder();
    mkdirSync(join(root, "deploy"));
    writeFileSync(join(root, "deploy/.env"), "ASHLAR_BAAS_NAME=forge\n");
    const { document } = await runJson(root, ["synth", "baas", "--target", "compose", "--out", "deploy/compose"]);
    expect(document).toMatchObject({ platform: "forge" });
  });

  it("follows no link below its folder, and writes nothing to either target then", async () => {
    const root = folder();
    const elsewhere = folder();
    await run(root, ["synth", "baas"]);
    const config = join(root, "out/baas/dev/compose/config");
    rmSync(config, { recursive: true });
    symlinkSync(elsewhere, config);
    const before = contents(root);
    const { exitCode, document } = await runJson(root, ["synth", "baas", "--set", "rest.replicas=2"]);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ problems: [{ code: "ASH-PLACE-002", path: config }] });
    expect(readdirSync(elsewhere)).toEqual([]);
    expect(contents(root)).toEqual(before);
  });

  it("tells people what it made", async () => {
    const root = folder();
    const { stdout, stderr } = await run(root, [
      "synth",
      "baas",
      "--env",
      "prod",
      "--set",
      "publicUrl=https://acme.example",
    ]);
    expect(stdout).toMatch(/^baas in prod\n/);
    expect(stdout).toMatch(/^compose +out\/baas\/prod\/compose /m);
    expect(stderr).toBe("");
  });
});
