import fc from "fast-check";
import { fillSegments } from "../../../constructs/state/fill";

describe("filling the places that a renderer left", () => {
  it("puts values between the text as they are", () => {
    expect(fillSegments(["a=", { secret: "x", encode: [] }, ";"], new Map([["x", "1"]]))).toBe("a=1;");
  });

  it("encodes for the text around, the innermost encoding first", () => {
    const segments = ['"', { secret: "x", encode: ["uri", "json"] as const }, '"'];
    expect(fillSegments(segments, new Map([["x", 'p/"w']]))).toBe('"p%2F%22w"');
  });

  it("keeps a JSON text one value, whatever the secret is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const text = fillSegments(['{"k":"', { secret: "x", encode: ["json"] }, '"}'], new Map([["x", value]]));
        expect(JSON.parse(text)).toEqual({ k: value });
      }),
    );
  });

  it("never leaves a place empty", () => {
    expect(() => fillSegments([{ secret: "x", encode: [] }], new Map())).toThrow("no value for the secret x");
  });
});
