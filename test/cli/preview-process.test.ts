import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../constructs/state/temporary-folder";

const root = join(__dirname, "..", "..");
const program = join(root, "dist", "cli", "main.js");
const folder = temporaryFolders();

// Processes of their own start slowly on a busy machine.
jest.setTimeout(120_000);

beforeAll(() => {
  execFileSync(process.execPath, [join(root, "scripts", "build.mjs")], { stdio: "inherit" });
}, 300_000);

const { PATH, HOME } = process.env;

/** A repository of one commit, and a folder that is all the temporary one that its process knows. */
function repository(module: string): { readonly cwd: string; readonly temporary: string } {
  const [cwd, temporary] = [folder(), folder()];
  writeFileSync(join(cwd, "platform.cjs"), module);
  writeFileSync(join(cwd, "storage.txt"), "1Gi");
  const git = (...args: readonly string[]): void =>
    void execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd,
      stdio: "ignore",
    });
  git("init", "--initial-branch", "main");
  git("add", "--all");
  git("commit", "-m", "one");
  writeFileSync(join(cwd, "storage.txt"), "2Gi");
  git("commit", "--all", "-m", "two");
  return { cwd, temporary };
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a user runs it. @param signal sent when the file `started` is there */
function ashlar(cwd: string, temporary: string, args: readonly string[], signal?: NodeJS.Signals): Promise<Ended> {
  const env = { PATH, HOME, TMPDIR: temporary };
  const child = spawn(process.execPath, [program, ...args], { cwd, env });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const watch = setInterval(() => {
    if (signal !== undefined && existsSync(join(temporary, "started"))) {
      clearInterval(watch);
      child.kill(signal);
    }
  }, 20);
  return new Promise((resolve) => {
    child.on("close", (code, by) => {
      clearInterval(watch);
      resolve({ code, signal: by, stdout, stderr });
    });
  });
}

// Reads from the working folder, as a program that never meant to be run anywhere else.
const RELATIVE = `const { readFileSync } = require("node:fs");
const { Platform, Postgres } = require(${JSON.stringify(join(root, "dist/constructs/index.js"))});
module.exports = ({ environment }) => {
  const platform = new Platform("acme", { environment });
  new Postgres(platform, "db", { storage: readFileSync("storage.txt", "utf8"), databases: { app: {} } });
  return platform;
};
`;

// Waits a while in the base, which lies in the temporary folder.
const SLOW = `const { writeFileSync } = require("node:fs");
const { Platform } = require(${JSON.stringify(join(root, "dist/constructs/index.js"))});
module.exports = async ({ environment }) => {
  if (__dirname.startsWith(process.env.TMPDIR)) {
    writeFileSync(process.env.TMPDIR + "/started", "");
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
  return new Platform("acme", { environment });
};
`;

describe("the process of a preview", () => {
  it("reads what a module reads from the working folder from the base's own", async () => {
    const { cwd, temporary } = repository(RELATIVE);
    const args = ["preview", "platform.cjs", "--base", "HEAD~1", "--target", "compose"];
    const { code, stdout, stderr } = await ashlar(cwd, temporary, args);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/requests\.storage +1Gi +2Gi/);
    expect(code).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("leaves nothing behind when %s ends it, and ends by it", async (signal) => {
    const { cwd, temporary } = repository(SLOW);
    const ended = await ashlar(cwd, temporary, ["preview", "platform.cjs", "--base", "HEAD~1"], signal);
    expect(ended).toMatchObject({ code: null, signal, stdout: "" });
    expect(readdirSync(temporary)).toEqual(["started"]);
    expect(execFileSync("git", ["worktree", "list"], { cwd, encoding: "utf8" }).trim().split("\n")).toHaveLength(1);
  });

  it("leaves nothing behind when a module ends the process", async () => {
    const { cwd, temporary } = repository(`module.exports = () => process.exit(7);\n`);
    mkdirSync(join(cwd, "base"));
    const { code } = await ashlar(cwd, temporary, ["preview", "platform.cjs", "--base", "base"]);
    expect(code).toBe(7);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
