import { z } from "zod";
import { formatDiagnostic } from "../../../constructs/model/diagnostics";
import { Platform } from "../../../constructs/model/platform";
import { issuesToDiagnostics, parseSpec } from "../../../constructs/model/spec";
import { size } from "../../../constructs/model/units";
import { problemsOf } from "../../../constructs/testing";

const schema = z.strictObject({
  name: z.string(),
  count: z.int().min(1).max(9).default(3),
  disk: size().optional(),
  list: z.array(z.strictObject({ kind: z.enum(["a", "b"]) })).default([]),
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
    ["a quantity", { name: "x", disk: "big" }, /^\[app:disk\] ASH-UNIT-002: not a size \(got "big"\)/],
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

  test("is refused at once when nothing sensible is left, with all that was found", () => {
    const problems = problemsOf(() => parseSpec(new Platform("acme"), schema, { count: 12 }));
    expect(problems.map(({ path }) => path)).toEqual(["acme:count", "acme:name"]);
  });
});
