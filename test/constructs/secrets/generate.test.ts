import * as fc from "fast-check";
import { generateSecret, type GeneratedRecipe, isGenerated } from "../../../constructs/secrets/generate";
import { readSigningKey } from "../../../constructs/secrets/signing-key";

describe("a generated", () => {
  it("password has its length, and characters that need no quoting anywhere", () => {
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 200 }), (length) => {
        const password = generateSecret({ kind: "password", length });
        expect(password).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(password).toHaveLength(length);
        expect(encodeURIComponent(password)).toBe(password);
      }),
    );
  });

  it("password has every character equally often", () => {
    // Every byte once: a fair mapping of 256 values to 64 characters gives each exactly four times.
    const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
    const counts = new Map<string, number>();
    for (const character of generateSecret({ kind: "password", length: 256 }, () => everyByte)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    expect(counts.size).toBe(64);
    expect(new Set(counts.values())).toEqual(new Set([4]));
  });

  it("hex and base64 text is as many bytes as asked for", () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 200 }), (bytes) => {
        expect(generateSecret({ kind: "hex", bytes })).toMatch(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));
        const base64 = generateSecret({ kind: "base64", bytes });
        expect(Buffer.from(base64, "base64").toString("base64")).toBe(base64);
        expect(Buffer.from(base64, "base64")).toHaveLength(bytes);
      }),
    );
  });

  it("uuid is of version 4 and carries the given randomness", () => {
    expect(generateSecret({ kind: "uuid" })).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(generateSecret({ kind: "uuid" }, (length) => new Uint8Array(length).fill(0xff))).toBe(
      "ffffffff-ffff-4fff-bfff-ffffffffffff",
    );
  });

  it.each(["ES256", "RS256"] as const)("signing key for %s is a private key that names itself", (algorithm) => {
    const jwk = JSON.parse(generateSecret({ kind: "signing-key", algorithm })) as Record<string, string>;
    expect(jwk).toMatchObject({ alg: algorithm, use: "sig" });
    expect(jwk["d"]).toBeDefined();
    expect(readSigningKey(JSON.stringify(jwk))?.keyId).toBe(jwk["kid"]);
  });
});

const recipes: readonly GeneratedRecipe[] = [
  { kind: "password", length: 32 },
  { kind: "hex", bytes: 16 },
  { kind: "base64", bytes: 32 },
  { kind: "uuid" },
  { kind: "signing-key", algorithm: "ES256" },
];

it.each(recipes)("$kind is another value each time", (recipe) => {
  expect(isGenerated(recipe)).toBe(true);
  const values = Array.from({ length: 20 }, () => generateSecret(recipe));
  expect(new Set(values).size).toBe(20);
});

it.each<GeneratedRecipe>([
  { kind: "password", length: 10 },
  { kind: "password", length: 32.5 },
  { kind: "password", length: Number.NaN },
  { kind: "hex", bytes: 7 },
  { kind: "base64", bytes: 0 },
  { kind: "base64", bytes: 1_000_000 },
])("refuses %j: too weak to be a secret, or no size at all", (recipe) => {
  expect(() => generateSecret(recipe)).toThrow("ASH-SEC-002");
});
