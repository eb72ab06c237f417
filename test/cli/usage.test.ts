import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";

const folder = temporaryFolders();

const CASES = [
  {
    what: "an unknown command",
    args: ["sinth", "baas"],
    problem: {
      code: "ASH-INPUT-001",
      message: "unknown command",
      value: '"sinth"',
      allowed: expect.stringContaining("synth"),
      cure: "write synth; `ashlar --help` lists them",
    },
  },
  {
    what: "an unknown option",
    args: ["synth", "baas", "--taget", "compose"],
    problem: {
      code: "ASH-INPUT-001",
      message: "unknown option of synth",
      value: '"--taget"',
      allowed: expect.stringContaining("--target"),
      cure: "write --target; `ashlar synth --help` lists them",
    },
  },
  {
    what: "an unknown target",
    args: ["check", "baas", "--target", "nomad"],
    problem: {
      code: "ASH-INPUT-002",
      message: "wrong value of --target",
      value: '"nomad"',
      allowed: "compose, kubernetes",
    },
  },
  {
    what: "an unknown log level",
    args: ["synth", "baas", "--log-level", "loud"],
    problem: {
      code: "ASH-INPUT-002",
      message: "wrong value of --log-level",
      value: '"loud"',
      allowed: "silent, error, warn, info, debug",
    },
  },
  {
    what: "a missing argument",
    args: ["synth"],
    problem: { code: "ASH-INPUT-003", message: "missing argument <stack | module>" },
  },
  {
    what: "an option without its value",
    args: ["synth", "baas", "--target"],
    problem: { code: "ASH-INPUT-003", message: "missing value of --target <target>" },
  },
  {
    what: "an argument too many",
    args: ["synth", "baas", "lakehouse"],
    problem: { code: "ASH-INPUT-001", message: "too many arguments for synth: expected 1, got 2" },
  },
  {
    what: "no command",
    args: [],
    problem: { code: "ASH-INPUT-003", message: "no command", allowed: expect.stringContaining("init") },
  },
];

describe("a command line that cannot be understood", () => {
  it.each(CASES)("is told with a code and a cure: $what", async ({ args, problem }) => {
    const { exitCode, stdout, stderr } = await run(folder(), args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    const lines = stderr.split("\n").filter((line) => line.startsWith("error: "));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`[command line] ${problem.code}: ${problem.message}`);
    expect(lines[0]).toContain("--help`");
  });

  it.each(CASES)("is one JSON object on stderr when that is asked for: $what", async ({ args, problem }) => {
    for (const format of [["--log-format", "json"], ["--log-format=json"]]) {
      const { exitCode, stdout, stderr } = await run(folder(), [...format, ...args]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      const line = JSON.parse(stderr);
      expect(line).toMatchObject({ level: "error", problem: { severity: "error", path: "command line", ...problem } });
      expect(line.problem.cure).toContain("--help`");
    }
  });

  it("is told by both at once: the document on stdout and the log on stderr", async () => {
    const { exitCode, document, stderr } = await runJson(folder(), ["synth", "baas", "--dry", "--log-format", "json"]);
    expect(exitCode).toBe(2);
    const { problem } = JSON.parse(stderr);
    expect(document).toMatchObject({ ok: false, exitCode: 2, problems: [problem] });
  });

  it("is not told at all when the log is silent", async () => {
    expect(await run(folder(), ["synth", "--log-level", "silent"])).toEqual({ exitCode: 2, stdout: "", stderr: "" });
  });

  it("shows people the help when they named no command", async () => {
    const { stderr } = await run(folder(), []);
    expect(stderr).toContain("Commands:");
  });
});
