import fc from "fast-check";
import { dump, load } from "js-yaml";
import { YamlWriter } from "../../../../constructs/render/kubernetes/yaml-writer";

const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary", maxLength: 6 }),
  fc
    .array(fc.constantFrom(" ", "\n", "a", "# b", "- ", ": ", "'", '"', "\t", "|", "é", "\u2028"), { maxLength: 8 })
    .map((parts) => parts.join("")),
  fc.constantFrom(
    "",
    "yes",
    "no",
    "null",
    "~",
    "0440",
    "1e3",
    "0x1f",
    "2020-01-01",
    "12:30",
    "=",
    "<<",
    "true",
    ".5",
    "+1",
    "a: b",
    "x".repeat(1100),
  ),
);
// What is written without asking js-yaml, and what is nearly that.
const name = fc
  .array(fc.constantFrom("a", "no", "null", "e", "y", "0", "1", "x1", ".", "-", "/", "://", ":"), { maxLength: 8 })
  .map((parts) => parts.join(""));
const scalar = fc.oneof(text, name, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie("value"), { maxLength: 4 }), tie("mapping")),
  mapping: fc.dictionary(text, tie("value"), { maxKeys: 4, noNullPrototype: false }),
}));
const document = fc.dictionary(text, anything, { maxKeys: 5 });

describe("the YAML writer", () => {
  it("writes what js-yaml writes, to the byte", () => {
    const writer = new YamlWriter();
    fc.assert(
      fc.property(document, (data) => {
        expect(writer.write(data)).toBe(dump(data, { lineWidth: -1, noRefs: true }));
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps a script readable", () => {
    const written = new YamlWriter().write({ data: { "run.sh": "#!/bin/sh\n\nset -e\n" } });
    expect(written).toBe("data:\n  run.sh: |\n    #!/bin/sh\n\n    set -e\n");
    expect(load(written)).toEqual({ data: { "run.sh": "#!/bin/sh\n\nset -e\n" } });
  });

  it("leaves out what an edit has set to undefined", () => {
    expect(new YamlWriter().write({ a: undefined, b: [1], c: { d: undefined } })).toBe("b:\n  - 1\nc: {}\n");
  });
});
