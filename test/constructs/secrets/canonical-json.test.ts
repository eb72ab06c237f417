import * as fc from "fast-check";
import { canonicalJson } from "../../../constructs/secrets/canonical-json";

// -0 and 0 are one number to JSON, so they cannot come back apart
const value = fc.jsonValue({ noUnicodeString: false }).map((json) => JSON.parse(JSON.stringify(json)) as unknown);

function reversed(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(reversed);
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json).reverse();
  return Object.fromEntries(entries.map(([key, member]) => [key, reversed(member)]));
}

it("is JSON, and means the same", () => {
  fc.assert(fc.property(value, (json) => expect(JSON.parse(canonicalJson(json))).toEqual(json)));
});

it("does not depend on the order in which an object was put together", () => {
  fc.assert(fc.property(value, (json) => expect(canonicalJson(reversed(json))).toBe(canonicalJson(json))));
  expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, Symbol("s"), () => 1, new Date(0), new Map(), [undefined]])(
  "refuses %p instead of writing something else",
  (odd) => {
    expect(() => canonicalJson(odd)).toThrow(TypeError);
  },
);
