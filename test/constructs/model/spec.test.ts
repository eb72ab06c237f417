import { z } from "zod";
import { formatDiagnostic } from "../../../constructs/model/diagnostics";
import { labelKey } from "../../../constructs/model/dns-name";
import { Platform } from "../../../constructs/model/platform";
import { issuesToDiagnostics, parseSpec } from "../../../constructs/model/spec";
import { size } from "../../../constructs/model/units";
import { problemsOf } from "../../../constructs/testing";

const schema = z.strictObject({
  name: z.string(),
  count: z.int().min(1).max(9).default(3),
  disk: size().optional(),
  list: z.array(z.strictObject({ kind: z.enum(["a", "b"]) })).default([]),
  part: z.number().positive().lt(1).default(0.5),
  names: z.array(z.string().min(2)).min(1).max(2).default(["ab"]),
  labels: z.record(labelKey(), z.string()).default({}),
  either: z.union([z.strictObject({ x: z.number() }), z.literal(false)]).default(false),
});

const linesOf = (data: unknown): readonly string[] => {
  const result = schema.safeParse(data, { reportInput: true });
  return result.success ? [] : issuesToDiagnostics("app", result.error.issues, data).map(formatDiagnostic);
};

describe("a construct's data", () => {
  test.each<[string, unknown, RegExp]>([
    ["an unknown key", { name: "x", nmae: 1 }, /^\[app:nmae\] ASH-INPUT-001: unknown key "nmae"/],
    ["a missing key", {}, /^\[app:name\] ASH-INPUT-003/],
    ["a number out of range", { name: "x", count: 12 }, /^\[app:count\] ASH-INPUT-002: .*got 12, expected at most 9/],
    [
      "a quantity",
      { name: "x", disk: "big" },
      /^\[app:disk\] ASH-UNIT-002: not a size \(got "big", expected a whole number with a unit/,
    ],
    [
      "a choice, deep inside",
      { name: "x", list: [{ kind: "c" }] },
      /^\[app:list\.0\.kind\] ASH-INPUT-002: .*got "c", expected a \| b/,
    ],
    [
      "the branch of a union that came furthest",
      { name: "x", either: { x: "1" } },
      /^\[app:either\.x\] ASH-INPUT-002: .*got "1", expected number/,
    ],
    ["a number at a bound that is left out", { name: "x", part: 0 }, /^\[app:part\] .*got 0, expected more than 0\)/],
    ["a number at the other bound", { name: "x", part: 1 }, /^\[app:part\] .*got 1, expected less than 1\)/],
    ["too few", { name: "x", names: [] }, /^\[app:names\] .*got \[\], expected at least 1 item\)/],
    ["too many", { name: "x", names: ["ab", "cd", "ef"] }, /^\[app:names\] .*expected at most 2 items\)/],
    ["a short text", { name: "x", names: ["a"] }, /^\[app:names\.0\] .*got "a", expected at least 2 characters\)/],
    [
      "a key of a record",
      { name: "x", labels: { "not a key": "y" } },
      /^\[app:labels\.not a key\] ASH-INPUT-002: not a label's key \(got "not a key", expected a name, or prefix/,
    ],
  ])("that is wrong is told with its path: %s", (_, data, line) => {
    expect(linesOf(data)).toEqual([expect.stringMatching(line)]);
  });

  test("is told whole: every problem at once", () => {
    expect(linesOf({ nmae: 1, count: 0, disk: "big" })).toHaveLength(4);
  });

  test("is parsed again without what is wrong, so that the tree can be built to its end", () => {
    const platform = new Platform("acme");
    expect(parseSpec(platform, schema, { name: "x", count: 12, nmae: 1 })).toMatchObject({ name: "x", count: 3 });
    expect(problemsOf(() => platform.seal()).map(({ code }) => code)).toEqual(["ASH-INPUT-002", "ASH-INPUT-001"]);
  });

  test("shows the default that a problem comes from, where nothing was given", () => {
    const pair = z.strictObject({ a: z.string().default("x"), b: z.string() }).superRefine(({ a, b }, context) => {
      const params = { allowed: `something else than ${b}` };
      if (a === b) context.addIssue({ code: "custom", path: ["a"], message: "the same", input: a, params });
    });
    const { error } = pair.safeParse({ b: "x" }, { reportInput: true });
    expect(issuesToDiagnostics("app", error?.issues ?? [], { b: "x" }).map(formatDiagnostic)).toEqual([
      expect.stringContaining('[app:a] ASH-INPUT-002: the same (got "x", expected something else than x)'),
    ]);
  });

  test("is refused at once when nothing sensible is left, with all that was found", () => {
    const problems = problemsOf(() => parseSpec(new Platform("acme"), schema, { count: 12 }));
    expect(problems.map(({ path }) => path)).toEqual(["acme:count", "acme:name"]);
  });
});
