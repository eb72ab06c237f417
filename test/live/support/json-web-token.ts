import { createPublicKey, verify, type JsonWebKey } from "node:crypto";

/** A key of a published key set. */
export interface PublishedKey extends JsonWebKey {
  readonly kid: string;
  readonly use?: string;
  readonly alg?: string;
}

/** A key set, as an issuer publishes it. */
export interface KeySet {
  readonly keys: readonly PublishedKey[];
}

/** The claims of a token whose signature is that of a key in a set, by the algorithm RS256; an error for any other. */
export function verifiedClaims(token: string, { keys }: KeySet): Readonly<Record<string, unknown>> {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const read = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Record<string, unknown>;
  const { kid, alg } = read(header);
  const key = keys.find((item) => item.kid === kid);
  if (key === undefined) throw new Error(`no key ${String(kid)} among ${keys.map((item) => item.kid).join(", ")}`);
  if (alg !== "RS256") throw new Error(`the token is signed by ${String(alg)}, not RS256`);
  const signed = Buffer.from(`${header}.${payload}`);
  const isGenuine = verify(
    "sha256",
    signed,
    createPublicKey({ key, format: "jwk" }),
    Buffer.from(signature, "base64url"),
  );
  if (!isGenuine) throw new Error("the signature is not that of the key");
  return read(payload);
}
