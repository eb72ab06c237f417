import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";
import { DATABASE, writeModule } from "./platform-modules";

const folder = temporaryFolders();

/** A production platform says where users reach it. */
const PUBLIC = ["--set", "publicUrl=https://acme.example"];

describe("ashlar graph", () => {
  it("tells people in text who calls whom, and how", async () => {
    const { exitCode, stdout } = await run(folder(), ["graph", "baas"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("baas in dev on compose\n");
    expect(stdout).toMatch(/rest \(service\)\n {6}→ db +postgresql 5432 +mTLS, by name, negotiated; native → native\n/);
  });

  it("draws for documents as Mermaid, and as a picture", async () => {
    const root = folder();
    const mermaid = await run(root, [
      "graph",
      "baas",
      "--env",
      "prod",
      ...PUBLIC,
      "--target",
      "kubernetes",
      "--format",
      "mermaid",
    ]);
    expect(mermaid.stdout).toMatch(/^flowchart LR\n {2}accTitle: baas in prod on kubernetes\n/);
    const svg = await run(root, ["graph", "baas", "--format", "svg"]);
    expect(svg.stdout).toMatch(/^<svg [^]*<\/svg>\n$/);
  });

  it("refuses a file whose ending is no format of its own", async () => {
    const { exitCode, document } = await runJson(folder(), ["graph", "baas", "--out", "a.png"]);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({
      problems: [{ code: "ASH-INPUT-002", value: '".png"', allowed: ".svg, .mmd, .mermaid, .txt" }],
    });
  });

  it("writes a file in the format of its ending, over an older one, and says which", async () => {
    const root = folder();
    writeFileSync(join(root, "old.svg"), "old");
    for (const [file, begin] of [
      ["old.svg", "<svg"],
      ["docs/deep/topology.mmd", "flowchart"],
      ["topology.txt", "baas in dev"],
    ] as const) {
      const { stdout } = await run(root, ["graph", "baas", "--out", file]);
      expect(stdout).toBe(`${file}\n`);
      expect(readFileSync(join(root, file), "utf8").startsWith(begin)).toBe(true);
    }
    await run(root, ["graph", "baas", "--out", "odd.svg", "--format", "mermaid"]);
    expect(readFileSync(join(root, "odd.svg"), "utf8")).toMatch(/^flowchart/);
  });

  it("draws a module's platform", async () => {
    const root = folder();
    const file = writeModule(root, "platform.cjs", DATABASE);
    const { document } = await runJson(root, ["graph", file, "--env", "staging"]);
    expect(document).toMatchObject({
      ok: true,
      topology: {
        platform: "acme",
        environment: "staging",
        edges: [expect.objectContaining({ from: "acme/db/provision", to: "acme/db", security: "mtls-name" })],
      },
    });
  });

  it("gives the drawing's path in its document, and the topology as data", async () => {
    const root = folder();
    const { document } = await runJson(root, ["graph", "baas", "--out", "a.svg"]);
    expect(document).toMatchObject({ ok: true, file: join(root, "a.svg"), topology: { target: "compose" } });
  });

  it.each([
    ["two targets", ["baas", "--target", "compose", "--target", "kubernetes"]],
    ["an unknown stack", ["bas"]],
    ["an unknown format", ["baas", "--format", "png"]],
    ["a setting that does not exist", ["baas", "--set", "databse.storage=1Gi"]],
  ])("refuses %s, and writes nothing", async (_what, args) => {
    const root = folder();
    const { exitCode, document } = await runJson(root, ["graph", ...args, "--out", "a.svg"]);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ ok: false });
    expect(existsSync(join(root, "a.svg"))).toBe(false);
  });

  it("tells that a file cannot be written", async () => {
    const root = folder();
    writeFileSync(join(root, "taken"), "");
    const { exitCode, document } = await runJson(root, ["graph", "baas", "--out", "taken/a.svg"]);
    expect(exitCode).toBe(3);
    expect(document).toMatchObject({ problems: [{ code: "ASH-STATE-005" }] });
  });
});
