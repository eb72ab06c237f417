import { chooseLanes, laneResult, lastLine } from "../../scripts/lane-report.cjs";

const root = "/clone";
const suite = (name: string, status: string, ...tests: [title: string, status: string][]) => ({
  name: `${root}/test/${name}`,
  status,
  assertionResults: tests.map(([fullName, testStatus]) => ({ fullName, status: testStatus })),
});
const report = (...testResults: ReturnType<typeof suite>[]) => ({ testResults });
const clean = { exitCode: 0, skipsFail: false, root };

describe("the result of a lane", () => {
  it("counts what passed, failed and was skipped, and names the latter two with their file", () => {
    const result = laneResult(
      "unit",
      report(
        suite("a.test.ts", "failed", ["adds", "passed"], ["divides", "failed"]),
        suite("b.test.ts", "passed", ["waits (no engine)", "pending"], ["later", "todo"]),
      ),
      { ...clean, exitCode: 1 },
    );
    expect(result).toEqual({
      lane: "unit",
      passed: 1,
      failed: 1,
      skipped: 2,
      failures: ["test/a.test.ts: divides"],
      skips: ["test/b.test.ts: waits (no engine)", "test/b.test.ts: later"],
    });
  });

  it("fails for a suite that could not run, or whose hooks threw after its tests had passed", () => {
    const result = laneResult(
      "unit",
      report(suite("broken.test.ts", "failed"), suite("hook.test.ts", "failed", ["works", "passed"])),
      { ...clean, exitCode: 1 },
    );
    expect(result.failures).toEqual([
      "test/broken.test.ts: the suite failed outside its tests",
      "test/hook.test.ts: the suite failed outside its tests",
    ]);
  });

  it("fails for a lane without tests", () => {
    expect(laneResult("golden", report(), clean).failures).toEqual(["the lane has no tests"]);
  });

  it("fails when the run died without a report", () => {
    expect(laneResult("live", undefined, { ...clean, exitCode: null }).failures).toEqual([
      "the run ended without a report (exit code null)",
    ]);
  });

  it("fails when jest failed for a reason that no test shows", () => {
    expect(
      laneResult("unit", report(suite("a.test.ts", "passed", ["adds", "passed"])), { ...clean, exitCode: 1 }).failures,
    ).toEqual(["jest ended with exit code 1"]);
  });

  it("fails once, by its trouble, when the run had to be stopped", () => {
    const result = laneResult("live", report(suite("a.test.ts", "passed", ["adds", "passed"])), {
      ...clean,
      exitCode: null,
      trouble: "a test leaves a handle open",
    });
    expect(result).toMatchObject({ passed: 1, failed: 1, failures: ["a test leaves a handle open"] });
  });

  it("counts a skip as a failure where none is allowed", () => {
    const result = laneResult(
      "live",
      report(suite("a.test.ts", "passed", ["adds", "passed"], ["waits (no engine)", "pending"])),
      { ...clean, skipsFail: true },
    );
    expect(result).toMatchObject({
      passed: 1,
      failed: 1,
      skipped: 0,
      failures: ["test/a.test.ts: waits (no engine) (skipped, and CI allows no skip here)"],
    });
  });
});

describe("the last line", () => {
  it("sums all lanes in the form that other programs read", () => {
    const unit = laneResult("unit", report(suite("a.test.ts", "passed", ["adds", "passed"], ["later", "todo"])), clean);
    const golden = laneResult("golden", report(), clean);
    expect(lastLine([unit, golden])).toBe("1 passed, 1 failed, 1 skipped");
  });
});

describe("the arguments of npm test", () => {
  const lanes = ["checks", "unit", "live"];

  it.each([
    { args: [], chosen: lanes, rest: [] },
    { args: ["unit"], chosen: ["unit"], rest: [] },
    { args: ["live", "checks"], chosen: ["checks", "live"], rest: [] },
    { args: ["live", "postgres", "-t", "unit"], chosen: ["live"], rest: ["postgres", "-t", "unit"] },
  ])("$args choose $chosen and hand $rest to jest", ({ args, chosen, rest }) => {
    expect(chooseLanes(args, lanes)).toEqual({ lanes: chosen, rest });
  });

  it("take the first word that is no lane for a pattern, in every lane", () => {
    expect(chooseLanes(["postgres"], lanes)).toEqual({ lanes, rest: ["postgres"] });
  });
});
