import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { canonicalJson } from "./canonical-json";

/** How tokens are signed. */
export type SigningAlgorithm = "ES256" | "RS256";

/** A private signing key, as it is read from a stored secret. */
export interface SigningKey {
  readonly algorithm: SigningAlgorithm;
  readonly keyId: string;
  readonly privateKey: KeyObject;
  /** The public half, as it stands in a key set. */
  readonly publicJwk: Readonly<Record<string, string>>;
}

const MEMBERS: Readonly<Record<SigningAlgorithm, readonly string[]>> = {
  ES256: ["crv", "kty", "x", "y"],
  RS256: ["e", "kty", "n"],
};

/** Writes a private key as a JSON Web Key, with its algorithm, its use and its RFC 7638 thumbprint as key id. */
export function writeSigningKey(algorithm: SigningAlgorithm, privateKey: KeyObject): string {
  const jwk = privateKey.export({ format: "jwk" });
  return canonicalJson({ ...jwk, ...describe(algorithm, jwk) });
}

/**
 * Reads a private JSON Web Key. A key id that is written in it is kept; one without gets its thumbprint.
 *
 * @returns undefined when the text is no private P-256 or RSA key; the text is secret, so no error repeats a part of it
 */
export function readSigningKey(text: string): SigningKey | undefined {
  const jwk = parseJwk(text);
  const algorithm = jwk === undefined ? undefined : algorithmOf(jwk);
  if (jwk === undefined || algorithm === undefined) return undefined;
  try {
    const privateKey = createPrivateKey({ key: jwk, format: "jwk" });
    const publicJwk = createPublicKey(privateKey).export({ format: "jwk" });
    const described = describe(algorithm, publicJwk);
    const keyId = typeof jwk["kid"] === "string" && jwk["kid"] !== "" ? jwk["kid"] : described.kid;
    return { algorithm, keyId, privateKey, publicJwk: { ...pick(algorithm, publicJwk), ...described, kid: keyId } };
  } catch {
    return undefined;
  }
}

function describe(algorithm: SigningAlgorithm, jwk: JsonWebKey): { alg: string; use: string; kid: string } {
  const kid = createHash("sha256")
    .update(canonicalJson(pick(algorithm, jwk)))
    .digest("base64url");
  return { alg: algorithm, use: "sig", kid };
}

/** The members that make up a public key, and nothing that could be private. */
function pick(algorithm: SigningAlgorithm, jwk: JsonWebKey): Readonly<Record<string, string>> {
  return Object.fromEntries(MEMBERS[algorithm].map((member) => [member, String(jwk[member])]));
}

function algorithmOf(jwk: JsonWebKey): SigningAlgorithm | undefined {
  if (jwk.kty === "EC" && jwk.crv === "P-256") return "ES256";
  return jwk.kty === "RSA" ? "RS256" : undefined;
}

function parseJwk(text: string): JsonWebKey | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}
