import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../constructs/state/temporary-folder";

const root = join(__dirname, "..", "..");
const program = join(root, "dist", "cli", "main.js");
const folder = temporaryFolders();

// Processes of their own start slowly on a busy machine.
jest.setTimeout(120_000);

/** The files that a command loads, as a user runs it, from the built package. */
function loadedBy(args: readonly string[]): readonly string[] {
  const cwd = folder();
  const recorder = join(cwd, "loaded.cjs");
  writeFileSync(
    recorder,
    `process.on("exit", () => { for (const file of Object.keys(require.cache)) process.stderr.write(file + "\\n"); });\n`,
  );
  const { PATH, HOME } = process.env;
  const { status, stderr } = spawnSync(process.execPath, ["--require", recorder, program, ...args], {
    cwd,
    encoding: "utf8",
    env: { PATH, HOME },
  });
  expect(status).toBe(0);
  return stderr.split("\n").map((file) => file.slice(root.length + 1));
}

beforeAll(() => {
  execFileSync(process.execPath, [join(root, "scripts", "build.mjs")], { stdio: "inherit" });
}, 300_000);

describe("a command that looks and writes nothing", () => {
  const heavy = /node_modules\/(?:@kubernetes\/|cdk8s|@pulumi\/|pkijs\/|jiti\/)/;

  it.each([
    ["graph", ["graph", "baas"], /policies\/|constructs\/render\/(?:compose|kubernetes)\/|@dagrejs/],
    ["graph as Mermaid", ["graph", "baas", "--format", "mermaid"], /policies\/|@dagrejs/],
    ["graph as a picture", ["graph", "baas", "--format", "svg"], /policies\//],
    ["plan", ["plan", "baas"], /policies\/rules\/|policies\/registry|@dagrejs/],
    ["explain a diagnostic", ["explain", "ASH-PG-002"], /policies\/rules\/|constructs\/postgres\/postgres|@dagrejs/],
    ["explain a rule", ["explain", "BASE-001"], /policies\/rules\/(?!base-001)|@dagrejs/],
  ])("loads nothing that it does not need: %s", (_what, args, strange) => {
    const loaded = loadedBy(args);
    expect(loaded.length).toBeGreaterThan(20);
    expect(loaded.filter((file) => heavy.test(file))).toEqual([]);
    expect(
      loaded
        .filter((file) => file.startsWith("dist/") || file.includes("@dagrejs"))
        .filter((file) => strange.test(file)),
    ).toEqual([]);
  });
});
