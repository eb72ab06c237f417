import { createPrivateKey, generateKeyPairSync, type KeyObject, verify } from "node:crypto";
import * as fc from "fast-check";
import { signDeterministic } from "../../../constructs/secrets/deterministic-ecdsa";

// RFC 6979, appendix A.2.5: the key, and what SHA-256 signatures of two messages are.
const jwk = {
  kty: "EC",
  crv: "P-256",
  d: base64url("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"),
  x: base64url("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"),
  y: base64url("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"),
};

function base64url(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64url");
}

function holds(message: Uint8Array, privateKey: KeyObject, signature: Buffer): boolean {
  return verify("sha256", message, { key: privateKey, dsaEncoding: "ieee-p1363" }, signature);
}

it.each([
  [
    "sample",
    "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
    "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
  ],
  [
    "test",
    "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
    "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083",
  ],
])("signs %j as RFC 6979 does", (message, r, s) => {
  const signature = signDeterministic(Buffer.from(message), createPrivateKey({ key: jwk, format: "jwk" }));
  expect(signature.toString("hex").toUpperCase()).toBe(r + s);
});

it("makes signatures that OpenSSL accepts, the same each time, for any key and message", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
      const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const signature = signDeterministic(message, privateKey);
      expect(holds(message, privateKey, signature)).toBe(true);
      expect(signDeterministic(message, privateKey)).toEqual(signature);
      expect(holds(Buffer.concat([message, Buffer.of(0)]), privateKey, signature)).toBe(false);
    }),
  );
});
