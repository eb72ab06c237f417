import fc from "fast-check";
import {
  concat,
  encoded,
  flatten,
  identityFile,
  isExpression,
  plainText,
  publicUrl,
  secretsOf,
  secretValue,
  type Leaves,
} from "../../../constructs/model/expression";
import { Platform } from "../../../constructs/model/platform";
import { Secret } from "../../../constructs/model/secret";

const leaves: Leaves = {
  endpoint: (_endpoint, property) => `<${property}>`,
  file: (item) => `/run/${item.kind}`,
  publicUrl: (path) => `https://acme.example${path}`,
};
const secret = new Secret(new Platform("acme"), "password", { kind: "password", length: 32 });

describe("expressions", () => {
  test("a connection string stays a structure until a target is chosen", () => {
    const uri = concat("postgres://app:", encoded("uri", secretValue(secret)), "@db?sslkey=", identityFile("key"));
    expect(flatten(uri, leaves)).toEqual(["postgres://app:", { secret, encode: ["uri"] }, "@db?sslkey=/run/identity"]);
  });

  test("text without a secret flattens to plain text", () => {
    expect(plainText(flatten(concat(publicUrl("/rest"), "/v1"), leaves))).toBe("https://acme.example/rest/v1");
  });

  test("text with a secret has no plain form", () => {
    expect(plainText(flatten(concat("x", secretValue(secret)), leaves))).toBeUndefined();
  });

  test("encodings apply to text at once and to secrets innermost first", () => {
    const nested = encoded("json", encoded("uri", concat("a b", secretValue(secret))));
    expect(flatten(nested, leaves)).toEqual(["a%20b", { secret, encode: ["uri", "json"] }]);
  });

  test("base64 of half a value is refused, because it would be wrong", () => {
    expect(() => flatten(encoded("base64", concat("user:", secretValue(secret))), leaves)).toThrow("ASH-INPUT-002");
  });

  test("the secrets of a value are known without flattening it", () => {
    expect(secretsOf(concat("x", encoded("uri", secretValue(secret))))).toEqual([secret]);
  });

  test("an object that merely looks like an expression is none", () => {
    expect(isExpression({ kind: "literal", text: "x" })).toBe(false);
    expect(isExpression(concat("x"))).toBe(true);
  });

  test("splitting a text into parts changes nothing, and uri encoding reads back", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (parts) => {
        expect(plainText(flatten(concat(...parts), leaves))).toBe(parts.join(""));
        const text = plainText(flatten(encoded("uri", concat(...parts)), leaves));
        expect(decodeURIComponent(text ?? "missing")).toBe(parts.join(""));
      }),
    );
  });
});
