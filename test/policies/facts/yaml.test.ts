import { YAMLException } from "js-yaml";
import { AshlarError } from "../../../constructs/model/diagnostics";
import { readYaml } from "../../../policies/facts/yaml";

/** Each list stands for ten of the last. */
const laughs = (levels: number) =>
  "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n" +
  Array.from(
    { length: levels },
    (_, index) => `l${index + 1}: &l${index + 1} [${Array(10).fill(`*l${index}`).join(", ")}]\n`,
  ).join("");

const problem = (text: string) => {
  try {
    readYaml(text, "x.yaml");
  } catch (error) {
    if (AshlarError.is(error)) return error.diagnostics[0];
    throw error;
  }
  return undefined;
};

describe("a text of anybody", () => {
  it("gives its documents, aliases filled in, and what those add", () => {
    const { documents, added } = readYaml("a: &a { b: 1 }\nc: *a\n---\nd: { <<: { e: 2 }, f: 3 }\n", "x.yaml");
    expect(documents).toEqual([{ a: { b: 1 }, c: { b: 1 } }, { d: { e: 2, f: 3 } }]);
    expect(added).toBe(0);
    expect(readYaml(laughs(2), "x.yaml").added).toBeGreaterThan(1_000);
  });

  it("is counted by what is written, not refused for being long", () => {
    const text = `a:\n${"- some longer text\n".repeat(150_000)}`;
    expect(readYaml(text, "x.yaml").added).toBe(0);
  });

  it("is no YAML where it is none", () => {
    expect(() => readYaml("a: [1", "x.yaml")).toThrow(YAMLException);
  });

  const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join(", ");
  it.each([
    ["aliases of aliases", laughs(9), /aliases stand for far more/],
    ["more of them than any number", laughs(400), /aliases stand for far more/],
    ["aliases of long texts", `a: &a ${"x".repeat(10_000)}\nb: [${Array(1_000).fill("*a").join(", ")}]\n`, /far more/],
    [
      "merges",
      `a: &a { ${keys} }\n${Array.from({ length: 20_000 }, (_, i) => `b${i}: { <<: *a }`).join("\n")}\n`,
      /far more/,
    ],
    ["merges of one", `a: &a { ${keys} }\nb: { <<: [${Array(50_000).fill("*a").join(", ")}] }\n`, /far more/],
    ["an alias of itself", "a: &a [*a]\n", /contains it/],
    ["an alias around a corner", "a: &a { b: { c: [1, { d: *a }] } }\n", /contains it/],
    ["lists in lists", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, /too deep/],
    [
      "mappings in mappings",
      Array.from({ length: 2_000 }, (_, index) => `${" ".repeat(index)}a:\n`).join(""),
      /too deep/,
    ],
    ["lists in lists by hyphens", `${"- ".repeat(50_000)}a\n`, /too deep/],
    [
      "aliases in a row",
      `- &a0 [x]\n${Array.from({ length: 3_000 }, (_, i) => `- &a${i + 1} [*a${i}]\n`).join("")}`,
      /aliases stand|too deep/,
    ],
  ])("is refused soon, with what, value, allowed and cure, for %s", (_what, text, message) => {
    const started = performance.now();
    const found = problem(text);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(found).toMatchObject({ code: "ASH-INPUT-002", message: expect.stringMatching(message) as string });
    expect([found?.value, found?.allowed, found?.cure, found?.path].every((part) => (part ?? "") !== "")).toBe(true);
  });
});
