import { z } from "zod";
import { parsePart } from "../../../constructs/model/part";
import { Platform } from "../../../constructs/model/platform";

const schema = z.strictObject({
  name: z.string(),
  count: z.int().min(1).default(3),
  inside: z.strictObject({ list: z.array(z.enum(["a", "b"])) }).optional(),
});

/** What becomes of a part of a platform's data, and what was told about it. */
function parsed(field: string, data: unknown) {
  const platform = new Platform("acme");
  const value = parsePart(platform, field, schema, data);
  return { value, problems: platform.graph.diagnostics.items.map(({ code, path }) => `${code} ${path}`) };
}

describe("a part of a construct's data that comes by itself", () => {
  it("has its defaults filled in, and nothing is told", () => {
    expect(parsed("routes./rest", { name: "x" })).toEqual({ value: { name: "x", count: 3 }, problems: [] });
  });

  it.each<[string, unknown, string]>([
    ["a field", { name: "x", count: 0 }, "ASH-INPUT-002 acme:routes./rest.count"],
    ["a field that is missing", {}, "ASH-INPUT-003 acme:routes./rest.name"],
    ["a field that nobody knows", { name: "x", nmae: "y" }, "ASH-INPUT-001 acme:routes./rest.nmae"],
    ["a field deep inside", { name: "x", inside: { list: ["c"] } }, "ASH-INPUT-002 acme:routes./rest.inside.list.0"],
  ])("is told by its place: %s", (_, data, problem) => {
    expect(parsed("routes./rest", data)).toEqual({ value: undefined, problems: [problem] });
  });

  it("is told by its own place when it is wrong as a whole", () => {
    expect(parsed("routes./rest", "no object").problems).toEqual(["ASH-INPUT-002 acme:routes./rest"]);
  });

  it("is told with all of its problems", () => {
    expect(parsed("routes./rest", { count: 0, nmae: 1 }).problems).toHaveLength(3);
  });
});
