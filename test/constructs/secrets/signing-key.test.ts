import { generateKeyPairSync } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { generateSecret } from "../../../constructs/secrets/generate";
import { readSigningKey } from "../../../constructs/secrets/signing-key";

it.each(["ES256", "RS256"] as const)("the key id of a new %s key is its RFC 7638 thumbprint", async (algorithm) => {
  const text = generateSecret({ kind: "signing-key", algorithm });
  const jwk = JSON.parse(text) as { kty: string; kid: string };
  expect(jwk.kid).toBe(await calculateJwkThumbprint(jwk));
});

it.each(["ES256", "RS256"] as const)("the public half of a %s key has nothing private in it", (algorithm) => {
  const text = generateSecret({ kind: "signing-key", algorithm });
  const key = readSigningKey(text);
  const own = algorithm === "ES256" ? ["crv", "x", "y"] : ["e", "n"];
  expect(Object.keys(key?.publicJwk ?? {}).sort()).toEqual([...own, "alg", "kid", "kty", "use"].sort());
});

it("keeps the id of a key that was made elsewhere, and gives one to a key without", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = privateKey.export({ format: "jwk" });
  expect(readSigningKey(JSON.stringify({ ...jwk, kid: "2024-main" }))?.keyId).toBe("2024-main");
  expect(readSigningKey(JSON.stringify(jwk))?.keyId).toMatch(/^[\w-]{43}$/);
});

it.each([
  ["no JSON", "hunter2"],
  ["no object", "null"],
  ["a shared key", '{"kty":"oct","k":"c2VjcmV0"}'],
  [
    "another curve",
    JSON.stringify(generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey.export({ format: "jwk" })),
  ],
  [
    "a public key",
    JSON.stringify(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" })),
  ],
  ["half a key", '{"kty":"RSA","n":"AQAB","e":"AQAB"}'],
])("is not read from %s", (_, text) => {
  expect(readSigningKey(text)).toBeUndefined();
});
