import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";
import { DATABASE, writeModule } from "./platform-modules";

const folder = temporaryFolders();

const init = (root: string, environment: string, ...args: string[]) =>
  runJson(root, ["init", "baas", "--env", environment, "--set", "publicUrl=https://acme.example", ...args]);

/** Every file below a folder, with its inode, its time and its content: what "untouched" means. */
function snapshot(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { ino, mtimeMs } = statSync(path);
      return [path.slice(root.length + 1), `${ino} ${mtimeMs} ${entry.isFile() ? readFileSync(path, "base64") : ""}`];
    }),
  );
}

describe("two environments", () => {
  it("share nothing when each has a folder of its own", async () => {
    const root = folder();
    expect((await init(root, "dev", "--target", "compose", "--out", "deploy/dev/compose")).exitCode).toBe(0);
    expect((await init(root, "prod", "--target", "compose", "--out", "deploy/prod/compose")).exitCode).toBe(0);
    const read = (environment: string, path: string): string =>
      readFileSync(join(root, "deploy", environment, path), "utf8");
    for (const path of ["pki/ca.crt", "secrets/auth-admin", "pki/db/tls.crt"]) {
      expect(read("dev", path)).not.toBe(read("prod", path));
    }
    expect(readdirSync(join(root, "deploy")).sort()).toEqual(["dev", "prod"]);
  });

  it("cannot share a private folder: the second is refused, and nothing of the first is touched", async () => {
    const root = folder();
    await init(root, "dev", "--target", "compose", "--out", "o1");
    const before = snapshot(root);
    const { exitCode, document } = await init(root, "prod", "--target", "compose", "--out", "o2");
    expect(document).toMatchObject({
      ok: false,
      problems: [
        {
          code: "ASH-PLACE-001",
          path: join(root, "pki/environment.json"),
          message: expect.stringContaining("another environment"),
          value: '"baas-prod, trust domain prod.baas.internal"',
          allowed: "baas-dev, trust domain dev.baas.internal",
          cure: expect.stringContaining("--out"),
        },
      ],
    });
    expect(exitCode).toBe(2);
    expect(snapshot(root)).toEqual(before);
    // The first one goes on as before.
    const again = await init(root, "dev", "--target", "compose", "--out", "o1");
    expect((again.document as { changes: { action: string }[] }).changes.every(({ action }) => action === "kept")).toBe(
      true,
    );
  });

  it("are told apart also where both were given the same trust domain", async () => {
    const root = folder();
    const domain = ["--set", "trustDomain=acme.internal", "--target", "compose"];
    await init(root, "dev", ...domain, "--out", "o1");
    const { document } = await init(root, "prod", ...domain, "--out", "o2");
    expect(document).toMatchObject({ problems: [{ code: "ASH-PLACE-001" }] });
  });

  it("of different platforms are told apart, too", async () => {
    const root = folder();
    await init(root, "dev", "--target", "compose", "--out", "o1");
    const module = writeModule(root, "platform.cjs", DATABASE);
    const { document } = await runJson(root, ["init", module, "--env", "dev", "--target", "compose", "--out", "o2"]);
    expect(document).toMatchObject({
      problems: [{ code: "ASH-PLACE-001", allowed: "baas-dev, trust domain dev.baas.internal" }],
    });
  });

  it("of both targets are one and the same: they share what is private", async () => {
    const root = folder();
    await init(root, "dev", "--target", "compose", "--out", "deploy/dev/compose");
    const { exitCode } = await init(root, "dev", "--target", "compose", "--out", "deploy/dev/again");
    expect(exitCode).toBe(0);
    expect(readdirSync(join(root, "deploy/dev")).sort()).toEqual([".env", ".gitignore", "pki", "secrets"]);
  });
});

describe("a changed trust domain", () => {
  it("is refused under the authority of the old one, and the cure leads on", async () => {
    const root = folder();
    await init(root, "dev");
    const moved = ["--set", "trustDomain=acme.example"];
    const { document } = await init(root, "dev", ...moved);
    expect(document).toMatchObject({
      problems: [{ code: "ASH-PLACE-001", cure: expect.stringMatching(/trustDomain.*move .*pki away/) }],
    });
    rmSync(join(root, "out/baas/dev/pki"), { recursive: true });
    expect((await init(root, "dev", ...moved)).exitCode).toBe(0);
  });
});

describe("--out of init", () => {
  it("is the environment's folder without --target, as synth has it for both targets", async () => {
    const root = folder();
    const { document } = await init(root, "dev", "--out", "deploy/dev");
    expect(document).toMatchObject({ ok: true, target: "compose", folder: join(root, "deploy/dev") });
    expect(existsSync(join(root, "deploy/dev/secrets"))).toBe(true);
    expect((document as { next: string[] }).next[0]).toContain("--out deploy/dev/compose");
    await run(root, ["synth", "baas", "--env", "dev", "--out", "deploy/dev"]);
    expect(existsSync(join(root, "deploy/dev/compose/compose.yaml"))).toBe(true);
  });

  it("is the rendered folder with --target, and what is private lies beside it", async () => {
    const root = folder();
    const { document } = await init(root, "dev", "--target", "compose", "--out", "deploy/dev/compose");
    expect(document).toMatchObject({ folder: join(root, "deploy/dev") });
    expect((document as { next: string[] }).next[0]).toContain("--out deploy/dev/compose");
  });

  it("is said in the help", async () => {
    const { stdout } = await run(folder(), ["init", "--help"]);
    const text = stdout.replace(/\s+/g, " ");
    expect(text).toContain("the environment's folder");
    expect(text).toContain("with --target, the rendered folder");
    expect(text).toContain("out/<name>/<environment>");
  });
});

describe("a symbolic link in the way of an init", () => {
  it.each(["secrets", "pki", "pki/db", "secrets/files"])("is refused and not followed: %s", async (path) => {
    const root = folder();
    const elsewhere = folder();
    const place = join(root, "out/baas/dev", path);
    mkdirSync(join(place, ".."), { recursive: true });
    symlinkSync(elsewhere, place);
    const { exitCode, document } = await init(root, "dev");
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ problems: [{ code: "ASH-PLACE-002", path: place }] });
    expect(readdirSync(elsewhere)).toEqual([]);
    expect(existsSync(join(root, "Pulumi.dev.yaml"))).toBe(false);
  });

  it("may be the environment's folder itself: that is where its user wants it", async () => {
    const root = folder();
    const elsewhere = folder();
    mkdirSync(join(root, "out/baas"), { recursive: true });
    symlinkSync(elsewhere, join(root, "out/baas/dev"));
    expect((await init(root, "dev")).exitCode).toBe(0);
    expect(existsSync(join(elsewhere, "pki/ca.crt"))).toBe(true);
  });
});
