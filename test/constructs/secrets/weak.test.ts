import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { DEMO_VALUES } from "../../../constructs/secrets/demo-values";
import { deriveSecret } from "../../../constructs/secrets/derive";
import { generateSecret } from "../../../constructs/secrets/generate";
import { weaknessOf } from "../../../constructs/secrets/weak";

const codeOf = (value: string, minLength?: number): string | undefined => weaknessOf("it", value, minLength)?.code;

/** A token signed the old way, with a shared text. */
function token(payload: object, secret: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(payload)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

it.each([
  "postgres",
  "Password",
  "CHANGEME",
  " changeme\n",
  "your-super-secret-jwt-token-with-at-least-32-characters-long",
])("knows the demo value %j", (value) => {
  expect(codeOf(value)).toBe("ASH-SEC-006");
});

it("knows each demo value in every case, also where the length would do", () => {
  for (const value of DEMO_VALUES) {
    expect(codeOf(value)).toBe("ASH-SEC-006");
    expect(codeOf(value.toUpperCase(), 1)).toBe("ASH-SEC-006");
  }
});

describe("knows a demo token", () => {
  const own = "d7a1f0b2c3e4958675645342312f1e0d";

  it("as it is printed in the self-hosted example", () => {
    const printed = [
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
      "eyAgCiAgICAicm9sZSI6ICJhbm9uIiwKICAgICJpc3MiOiAic3VwYWJhc2UtZGVtbyIsCiAgICAiaWF0IjogMTY0MTc2OTIwMCwKICAgICJleHAiOiAxNzk5NTM1NjAwCn0",
      "dc_X5iR_VP_qT0zsiyj_I_OZ2T9FtRU2BBNWN8Bu4GE",
    ].join(".");
    expect(codeOf(printed)).toBe("ASH-SEC-006");
  });

  it.each([
    ["its issuer", { iss: "supabase-demo", role: "anon" }],
    ["its end in 2032", { iss: "supabase", role: "anon", exp: 1983812996 }],
    ["its end in 2027", { iss: "supabase", role: "anon", exp: 1799535600 }],
  ])("by %s", (_, payload) => {
    expect(codeOf(token(payload, own))).toBe("ASH-SEC-006");
  });

  it("by the published key that it is signed with, whatever it says", () => {
    const published = "your-super-secret-jwt-token-with-at-least-32-characters-long";
    expect(codeOf(token({ iss: "acme", role: "service_role", exp: 2000000000 }, published))).toBe("ASH-SEC-006");
  });

  it("and takes no other token for one", () => {
    expect(codeOf(token({ iss: "acme", role: "anon", exp: 2000000000 }, own))).toBeUndefined();
    const key = { name: "key", value: generateSecret({ kind: "signing-key", algorithm: "ES256" }) };
    const derived = deriveSecret({ kind: "jwt", claims: { role: "anon" }, issuedAt: 1, expiresAt: 2 }, [key]);
    expect(codeOf(derived)).toBeUndefined();
    expect(codeOf("three.plain.words")).toBeUndefined();
  });
});

it("counts characters, and wants a few different ones", () => {
  expect(codeOf("Tr0ub4dor&3", 12)).toBe("ASH-SEC-007");
  expect(codeOf("Tr0ub4dor&33", 12)).toBeUndefined();
  expect(codeOf("a".repeat(40), 12)).toBe("ASH-SEC-007");
  expect(codeOf("abcabcabcabcabc", 12)).toBe("ASH-SEC-007");
  // spaces are not what makes a secret strong
  expect(codeOf(" ", 0)).toBe("ASH-SEC-007");
});

it("accepts whatever we generate", () => {
  fc.assert(
    fc.property(fc.integer({ min: 12, max: 64 }), (length) => {
      expect(codeOf(generateSecret({ kind: "password", length }), 12)).toBeUndefined();
      expect(codeOf(generateSecret({ kind: "hex", bytes: length }), 12)).toBeUndefined();
    }),
  );
});

it("never repeats the value, whatever is wrong with it", () => {
  // an everyday word ("default", "user") may well be part of the sentence, so only the telling ones are looked for
  const telling = DEMO_VALUES.filter((value) => value.length > 16);
  for (const value of [...telling, "Xq7", "zzzzzzzzzzzzzzzz", token({ iss: "supabase-demo" }, "x")]) {
    const found = weaknessOf("smtp", value, 20);
    expect(found).toMatchObject({ path: "smtp" });
    expect(JSON.stringify(found).toLowerCase()).not.toContain(value.toLowerCase());
  }
});
