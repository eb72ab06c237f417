import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";
import { GIVEN_SECRET, writeModule } from "./platform-modules";

const folder = temporaryFolders();

const modes = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => (statSync(join(entry.parentPath, entry.name)).mode & 0o777).toString(8));

describe("ashlar init", () => {
  it("makes the environment file, .env, secrets, the authority and certificates, for their owner alone", async () => {
    const root = folder();
    const { exitCode, document } = await runJson(root, ["init", "baas"]);
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ ok: true, target: "compose", folder: join(root, "out/baas/dev"), warnings: [] });
    for (const path of [
      "Pulumi.dev.yaml",
      "out/baas/dev/.env",
      "out/baas/dev/secrets/auth-admin",
      "out/baas/dev/pki/ca.crt",
      "out/baas/dev/pki/db/tls.key",
    ]) {
      expect(existsSync(join(root, path))).toBe(true);
    }
    expect(new Set(modes(join(root, "out/baas/dev")))).toEqual(new Set(["600"]));
    expect(readFileSync(join(root, "out/baas/dev/.gitignore"), "utf8")).toContain("/secrets/");
  });

  it("makes nothing, and says so, when it is run again", async () => {
    const root = folder();
    await run(root, ["init", "baas"]);
    const times = (): number[] =>
      readdirSync(root, { recursive: true }).map((path) => statSync(join(root, String(path))).mtimeMs);
    const before = times();
    const { document } = await runJson(root, ["init", "baas"]);
    expect(new Set((document as { changes: { action: string }[] }).changes.map(({ action }) => action))).toEqual(
      new Set(["kept"]),
    );
    // The lock came and went, so the environment's own folder is younger.
    expect(times().filter((time, index) => time !== before[index])).toHaveLength(1);
  });

  it("keeps files that are there as they are", async () => {
    const root = folder();
    mkdirSync(join(root, "out/baas/dev"), { recursive: true });
    writeFileSync(join(root, "out/baas/dev/.env"), "ASHLAR_BAAS_NAME=forge\n");
    writeFileSync(join(root, "Pulumi.dev.yaml"), "config:\n  ashlar:baas:\n    database: { storage: 3Gi }\n");
    const { document } = await runJson(root, ["init", "baas"]);
    expect(document).toMatchObject({ platform: "forge" });
    expect(readFileSync(join(root, "out/baas/dev/.env"), "utf8")).toBe("ASHLAR_BAAS_NAME=forge\n");
    expect(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")).toContain("3Gi");
  });

  it("writes an environment file that reads back as what it was made from", async () => {
    const root = folder();
    await run(root, [
      "init",
      "baas",
      "--env",
      "qa",
      "--set",
      "preset=staging",
      "--set",
      "publicUrl=https://acme.example",
    ]);
    expect(readFileSync(join(root, "Pulumi.qa.yaml"), "utf8")).toContain("    preset: staging\n");
    const { exitCode } = await runJson(root, ["synth", "baas", "--env", "qa"]);
    expect(exitCode).toBe(0);
  });

  it("says what to run next, and that works", async () => {
    const root = folder();
    const { document } = await runJson(root, [
      "init",
      "baas",
      "--env",
      "prod",
      "--set",
      "publicUrl=https://acme.example",
    ]);
    const [synth, up] = (document as { next: string[] }).next;
    const { exitCode } = await run(root, synth!.split(" ").slice(1));
    expect(exitCode).toBe(0);
    expect(existsSync(join(root, /--file (\S+)/.exec(up!)![1]!))).toBe(true);
  });

  it("makes nothing at all while a secret is not given, and takes it from a variable or a folder", async () => {
    const root = folder();
    const module = writeModule(root, "platform.cjs", GIVEN_SECRET);
    const refused = await runJson(root, ["init", module]);
    expect(refused.exitCode).toBe(2);
    expect(refused.document).toMatchObject({ problems: [{ code: "ASH-INPUT-003", path: "secret smtp-password" }] });
    expect(existsSync(join(root, "out/acme/dev/secrets"))).toBe(false);

    const byVariable = await run(root, ["init", module], {
      variables: { ASHLAR_SECRET_SMTP_PASSWORD: "correct horse" },
    });
    expect(byVariable.exitCode).toBe(0);
    expect(readFileSync(join(root, "out/acme/dev/secrets/smtp-password"), "utf8")).toBe("correct horse");

    mkdirSync(join(root, "given"));
    writeFileSync(join(root, "given", "smtp-password"), "battery staple\n");
    expect((await run(root, ["init", module, "--env", "prod", "--secrets-from", "given"])).exitCode).toBe(0);
    expect(readFileSync(join(root, "out/acme/prod/secrets/smtp-password"), "utf8")).toBe("battery staple");
  });

  it("never shows a value, however much it is asked to tell", async () => {
    const root = folder();
    const module = writeModule(root, "platform.cjs", GIVEN_SECRET);
    const variables = { ASHLAR_SECRET_SMTP_PASSWORD: "correct horse" };
    const first = await run(root, ["init", module, "--log-level", "debug"], { variables });
    const second = await run(root, ["init", module, "--log-level", "debug", "--json"], {
      variables: { ASHLAR_SECRET_SMTP_PASSWORD: "battery staple" },
    });
    expect([first, second].map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(JSON.stringify([first, second])).not.toMatch(/horse|staple/);
  });

  it("is for one target at a time", async () => {
    const { exitCode, document } = await runJson(folder(), [
      "init",
      "baas",
      "--target",
      "compose",
      "--target",
      "kubernetes",
    ]);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ problems: [{ code: "ASH-INPUT-002", path: "--target" }] });
  });

  it("ends with 3 when the file system is in the way", async () => {
    const root = folder();
    writeFileSync(join(root, "out"), "a file where a folder should be");
    const { exitCode, document } = await runJson(root, ["init", "baas"]);
    expect(exitCode).toBe(3);
    expect(document).toMatchObject({ ok: false, exitCode: 3, problems: [{ code: "ASH-STATE-005" }] });
  });

  it("ends with 3 when another init is at work", async () => {
    const root = folder();
    mkdirSync(join(root, "out/baas/dev"), { recursive: true });
    writeFileSync(join(root, "out/baas/dev/.init.lock"), "1 another-machine\n");
    const { exitCode, stderr } = await run(root, ["init", "baas"]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("ASH-STATE-001");
  });
});
