import { createHash, type KeyObject, verify } from "node:crypto";
import { p256 } from "@noble/curves/nist";

/**
 * Signs with ECDSA P-256 and SHA-256 by RFC 6979: the same key and message give the same signature. node draws a random
 * number for each signature, so a token that it signs would come out differently each time.
 *
 * @returns 64 bytes, r and s one after the other, as JSON Web Signatures write them
 * @throws Error when OpenSSL does not verify the result, which would be a defect here; nothing is returned then
 */
export function signDeterministic(message: Uint8Array, privateKey: KeyObject): Buffer {
  const secret = Buffer.from(privateKey.export({ format: "jwk" }).d ?? "", "base64url");
  const digest = createHash("sha256").update(message).digest();
  const signature = Buffer.from(p256.sign(digest, secret, { lowS: false, prehash: false }).toBytes("compact"));
  if (!verify("sha256", message, { key: privateKey, dsaEncoding: "ieee-p1363" }, signature)) {
    throw new Error("deterministic ECDSA made a signature that does not verify");
  }
  return signature;
}
