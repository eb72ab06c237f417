import { EXIT, EXIT_MEANINGS } from "../../cli/exit-codes";
import { failureOf } from "../../cli/failure";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run } from "./cli";
import { EMPTY, writeModule } from "./platform-modules";

const folder = temporaryFolders();
const BORDER = /[│┌├└]/;
// eslint-disable-next-line no-control-regex -- the escape character is what is looked for
const COLOUR = /\u001b\[/;

describe("the command line", () => {
  it("prints its version and its help on stdout", async () => {
    const version = await run(folder(), ["--version"]);
    expect(version).toMatchObject({ exitCode: 0, stderr: "" });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await run(folder(), ["synth", "--help"]);
    expect(help).toMatchObject({ exitCode: 0, stderr: "" });
    expect(help.stdout).toContain("--target");
  });

  it("says what each exit code means", () => {
    expect(Object.keys(EXIT_MEANINGS).sort()).toEqual(Object.keys(EXIT).sort());
    expect(new Set(Object.values(EXIT)).size).toBe(Object.keys(EXIT).length);
  });

  it("owns its defects: anything that is no problem of the input ends with 70", () => {
    expect(failureOf(new TypeError("x is not a function"))).toMatchObject({
      exitCode: 70,
      problems: [{ code: "ASH-INTERNAL" }],
    });
    expect(failureOf("a text")).toMatchObject({ exitCode: 70 });
  });
});

describe("what people see", () => {
  it("has borders and colours when a person reads it", async () => {
    const { stdout } = await run(folder(), ["check", "baas"], { isInteractive: true, variables: { TERM: "xterm" } });
    expect(stdout).toMatch(BORDER);
    expect(stdout).toMatch(COLOUR);
  });

  it.each([
    ["it goes into a pipe", { isInteractive: false, variables: {} }],
    ["NO_COLOR is set", { isInteractive: true, variables: { NO_COLOR: "1" } }],
    ["the terminal cannot show them", { isInteractive: true, variables: { TERM: "dumb" } }],
  ])("has neither when %s", async (_what, world) => {
    for (const command of ["init", "synth", "check"]) {
      const { stdout } = await run(folder(), [command, "baas"], world);
      expect(stdout).not.toMatch(BORDER);
      expect(stdout).not.toMatch(COLOUR);
      expect(stdout).not.toMatch(/[ \t]\n/);
    }
  });
});

describe("the log", () => {
  const synth = async (...options: string[]) => {
    const root = folder();
    return run(root, ["synth", writeModule(root, "platform.cjs", EMPTY), ...options]);
  };

  it("says nothing when nothing is wrong", async () => {
    expect((await synth()).stderr).toBe("");
  });

  it("tells the progress when it is asked to, on stderr alone", async () => {
    const { stdout, stderr } = await synth("--log-level", "info", "--json");
    expect(stderr).toContain("files written to");
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });

  it("is one JSON object a line when it is asked to be", async () => {
    const { stderr } = await synth("--log-level", "debug", "--log-format", "json");
    const lines = stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(2);
    expect(lines).toContainEqual({
      time: "2026-03-01T12:00:00.000Z",
      level: "debug",
      message: "compose is rendered",
      files: expect.any(Number),
    });
  });

  it("carries a problem whole", async () => {
    const { stderr } = await run(folder(), ["synth", "bas", "--log-format", "json"]);
    expect(JSON.parse(stderr)).toMatchObject({ level: "error", problem: { code: "ASH-INPUT-007", severity: "error" } });
  });

  it("is set before the command's name or after it", async () => {
    const { stdout, stderr } = await run(folder(), ["--json", "--log-level", "debug", "synth", "baas"]);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
    expect(stderr).toContain("debug: compose is rendered");
  });

  it("can be silent", async () => {
    const { exitCode, stderr } = await run(folder(), ["synth", "bas", "--log-level", "silent"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: "" });
  });

  it("shows where a module failed when it is asked to", async () => {
    const root = folder();
    const module = writeModule(root, "platform.cjs", "throw new Error('broken');");
    const { stderr } = await run(root, ["synth", module, "--log-level", "debug"]);
    expect(stderr).toMatch(/caused by Error: broken\n +at .*platform\.cjs:\d+/);
  });
});
