import { createHash, createHmac, pbkdf2Sync } from "node:crypto";

const KEY = 32;

/**
 * What PostgreSQL stores in place of a password: `SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>`
 * (RFC 5802, RFC 7677). It proves a password without telling it.
 *
 * @param password printable ASCII, for which SASLprep changes nothing
 */
export function scramVerifier(password: string, salt: Uint8Array, iterations: number): string {
  const salted = pbkdf2Sync(password, salt, iterations, KEY, "sha256");
  const hmac = (text: string): Buffer => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const serverKey = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${Buffer.from(salt).toString("base64")}$${storedKey}:${serverKey}`;
}
