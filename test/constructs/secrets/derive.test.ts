import * as fc from "fast-check";
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import type { Derivation } from "../../../constructs/model/secret";
import { deriveSecret, type DerivationInput } from "../../../constructs/secrets/derive";
import { generateSecret } from "../../../constructs/secrets/generate";
import { scramVerifier } from "../../../constructs/secrets/scram";

const input = (name: string, value: string): DerivationInput => ({ name, value });
const key = input("jwt-key", generateSecret({ kind: "signing-key", algorithm: "ES256" }));
const rsa = input("old-key", generateSecret({ kind: "signing-key", algorithm: "RS256" }));

const issuedAt = Math.floor(Date.UTC(2026, 0, 1) / 1000);
const serviceToken: Derivation = {
  kind: "jwt",
  claims: { role: "service_role", iss: "https://acme.example", aud: "acme" },
  issuedAt,
  expiresAt: issuedAt + 3600,
};
const keySet = (...keys: readonly DerivationInput[]): JSONWebKeySet =>
  JSON.parse(deriveSecret({ kind: "public-jwks" }, keys)) as JSONWebKeySet;

describe("a token", () => {
  it.each([
    ["ES256", key],
    ["RS256", rsa],
  ])("signed with %s is accepted by whoever has the derived key set", async (algorithm, signedWith) => {
    const token = deriveSecret(serviceToken, [signedWith]);
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keySet(key, rsa)), {
      issuer: "https://acme.example",
      audience: "acme",
      currentDate: new Date((issuedAt + 60) * 1000),
    });
    expect(payload).toEqual({
      role: "service_role",
      iss: "https://acme.example",
      aud: "acme",
      iat: issuedAt,
      exp: issuedAt + 3600,
    });
    expect(protectedHeader.alg).toBe(algorithm);
  });

  it("is refused with another key set, after its end, and when a character of it changes", async () => {
    const token = deriveSecret(serviceToken, [key]);
    const during = { currentDate: new Date((issuedAt + 60) * 1000) };
    const other = input("other", generateSecret({ kind: "signing-key", algorithm: "ES256" }));
    await expect(jwtVerify(token, createLocalJWKSet(keySet(other)), during)).rejects.toThrow(/no applicable key/);
    const after = { currentDate: new Date((issuedAt + 3601) * 1000) };
    await expect(jwtVerify(token, createLocalJWKSet(keySet(key)), after)).rejects.toThrow(/exp/);
    const [header, , signature] = token.split(".");
    const forged = Buffer.from(JSON.stringify({ role: "postgres", exp: issuedAt + 9999 })).toString("base64url");
    const attempt = jwtVerify(`${header}.${forged}.${signature}`, createLocalJWKSet(keySet(key)), during);
    await expect(attempt).rejects.toThrow(/signature verification failed/);
  });

  it("is the same text each time, in whatever order its claims were written", () => {
    const claims = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/).filter((name) => name !== "iat" && name !== "exp"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(claims, (written) => {
        const turned = Object.fromEntries(Object.entries(written).reverse());
        const one = deriveSecret({ kind: "jwt", claims: written, issuedAt, expiresAt: issuedAt + 1 }, [key]);
        expect(deriveSecret({ kind: "jwt", claims: turned, issuedAt, expiresAt: issuedAt + 1 }, [key])).toBe(one);
      }),
      { numRuns: 40 },
    );
    expect(deriveSecret(serviceToken, [rsa])).toBe(deriveSecret(serviceToken, [rsa]));
  });

  it("names its key", () => {
    const { kid } = JSON.parse(key.value) as { kid: string };
    expect(decodeProtectedHeader(deriveSecret(serviceToken, [key]))).toEqual({ alg: "ES256", kid, typ: "JWT" });
  });

  it.each([
    ["an end before its issue", { ...serviceToken, expiresAt: issuedAt - 1 }],
    ["a time in fractions", { ...serviceToken, issuedAt: issuedAt + 0.5 }],
    ["a claim that its times set", { ...serviceToken, claims: { exp: 1 } }],
    ["a claim that JSON cannot hold", { ...serviceToken, claims: { when: new Date(0) } }],
  ])("is refused with %s", (_, derivation) => {
    expect(() => deriveSecret(derivation, [key], "service-token")).toThrow(/^\[service-token\] ASH-SEC-008/);
  });
});

describe("a PostgreSQL verifier", () => {
  const password = input("app-password", "s3cret-Passw0rd_");
  const seed = input("seed", "a".repeat(64));
  const derivation: Derivation = { kind: "scram-sha-256", iterations: 4096 };
  const saltOf = (verifier: string): string => /:([^$]+)\$/.exec(verifier)?.[1] ?? "";

  it("proves the password, with a salt of its own that is the same each time", () => {
    const verifier = deriveSecret(derivation, [password, seed]);
    const salt = Buffer.from(saltOf(verifier), "base64");
    expect(salt).toHaveLength(16);
    expect(verifier).toBe(scramVerifier(password.value, salt, 4096));
    expect(deriveSecret(derivation, [password, seed])).toBe(verifier);
  });

  it("stays what it was: a stored seed must give the same verifier after an upgrade", () => {
    expect(deriveSecret(derivation, [password, seed])).toBe(
      "SCRAM-SHA-256$4096:HWIZ3QCHU2W78OPNnkI5jQ==$+xDAzTuB0HilgWNGjQIS71yCA5D0TqR5oSmzexi6NjE=:ZviD5g/FMnLXGX7kwntGs6TxwuWQiK0o4PkfAagdlOQ=",
    );
  });

  it("has another salt for another password and for another seed", () => {
    const salts = [
      deriveSecret(derivation, [password, seed]),
      deriveSecret(derivation, [input("app-password", "another-Passw0rd"), seed]),
      deriveSecret(derivation, [password, input("seed", "b".repeat(64))]),
    ].map(saltOf);
    expect(new Set(salts).size).toBe(3);
  });

  it("is refused for a password that programs would normalise differently, without repeating it", () => {
    const attempt = (): string => deriveSecret(derivation, [input("app-password", "pässwörd"), seed], "app-verifier");
    expect(attempt).toThrow(/^\[app-verifier\] ASH-SEC-005: its input app-password is not/);
    expect(attempt).not.toThrow("pässwörd");
  });

  it.each([0, 4095, 4096.5, 1e9])("is refused with %d iterations", (iterations) => {
    expect(() => deriveSecret({ kind: "scram-sha-256", iterations }, [password, seed])).toThrow("ASH-SEC-008");
  });
});

describe("a key drawn from a seed", () => {
  const seed = input("seed", "0123456789abcdef");
  const draw = (purpose: string, bytes = 32): string => deriveSecret({ kind: "hmac", purpose, bytes }, [seed]);

  it("is the same each time, and another for each purpose and seed", () => {
    expect(draw("cookies")).toBe(draw("cookies"));
    expect(draw("cookies")).not.toBe(draw("vault"));
    expect(draw("cookies")).not.toBe(
      deriveSecret({ kind: "hmac", purpose: "cookies", bytes: 32 }, [input("seed", "other")]),
    );
  });

  it("has four safe characters for every three bytes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 300 }), (bytes) => {
        const drawn = draw("cookies", bytes);
        expect(drawn).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(drawn).toHaveLength(Math.ceil((bytes * 4) / 3));
      }),
    );
  });

  it("stays what it was: a stored seed must give the same key after an upgrade", () => {
    expect(draw("cookies")).toBe("FjHU28ia1yiD_XKnvS6cfaKmfNZ3-X607yONTp-H30M");
  });

  it.each([
    ["", 32],
    ["cookies", 7],
    ["cookies", 8161],
    ["cookies", 12.5],
  ])("is refused for purpose %j and %d bytes", (purpose, bytes) => {
    expect(() => draw(purpose, bytes)).toThrow("ASH-SEC-008");
  });
});

describe("inputs", () => {
  it.each<[string, Derivation, readonly DerivationInput[]]>([
    ["a key set of nothing", { kind: "public-jwks" }, []],
    ["a token of two keys", serviceToken, [key, rsa]],
    ["a token of no key", serviceToken, []],
    ["a verifier without a seed", { kind: "scram-sha-256", iterations: 4096 }, [key]],
    ["a key of two seeds", { kind: "hmac", purpose: "x", bytes: 32 }, [key, rsa]],
  ])("are counted: %s is refused", (_, derivation, inputs) => {
    expect(() => deriveSecret(derivation, inputs)).toThrow("ASH-SEC-005");
  });

  it("that are no signing key are refused, and not repeated", () => {
    const wrong = input("jwt-key", '{"kty":"oct","k":"dG9wc2VjcmV0"}');
    for (const derivation of [serviceToken, { kind: "public-jwks" } as const]) {
      expect(() => deriveSecret(derivation, [wrong])).toThrow("ASH-SEC-005");
      expect(() => deriveSecret(derivation, [wrong])).not.toThrow("dG9wc2VjcmV0");
    }
  });
});

it("a key set has no private member in it", () => {
  const text = deriveSecret({ kind: "public-jwks" }, [key, rsa]);
  for (const secret of [key, rsa]) {
    expect(text).not.toContain((JSON.parse(secret.value) as { d: string }).d);
  }
  expect(keySet(key, rsa).keys.map(({ alg }) => alg)).toEqual(["ES256", "RS256"]);
});
