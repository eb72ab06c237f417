import { createHmac, hkdfSync, sign } from "node:crypto";
import { AshlarError } from "../model/diagnostics";
import type { Derivation } from "../model/secret";
import { canonicalJson } from "./canonical-json";
import { signDeterministic } from "./deterministic-ecdsa";
import { scramVerifier } from "./scram";
import { readSigningKey, type SigningKey } from "./signing-key";

/** One of the values that a derived secret follows from. */
export interface DerivationInput {
  /** The secret's name, for messages. */
  readonly name: string;
  readonly value: string;
}

type Jwt = Extract<Derivation, { readonly kind: "jwt" }>;

// SASLprep leaves printable ASCII as it is; beyond it, programs disagree about what a password's bytes are.
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
const SALT = 16;
/** HKDF-SHA256 gives no more than this. */
const HKDF_LIMIT = 255 * 32;

/**
 * Computes a derived secret. The same derivation and inputs give the same text, on any machine and at any time.
 *
 * | derivation | inputs | result |
 * |---|---|---|
 * | `public-jwks` | one signing key or more | a JSON Web Key Set with their public halves, in the order given |
 * | `jwt` | a signing key | a signed token, with `iat` and `exp` and the key's id in its header |
 * | `scram-sha-256` | a password, then a seed | a PostgreSQL verifier; the salt is drawn from the seed |
 * | `hmac` | a seed | HKDF-SHA256 of it in base64url: 4 characters for every 3 bytes, without padding |
 *
 * @param path the derived secret's name, for messages
 * @throws AshlarError ASH-SEC-005 (an input is missing or has the wrong form), ASH-SEC-008 (impossible settings). No
 * message repeats a value
 */
export function deriveSecret(derivation: Derivation, inputs: readonly DerivationInput[], path = "derived"): string {
  switch (derivation.kind) {
    case "public-jwks":
      expectInputs(path, inputs, inputs.length === 0 ? ["signing key"] : inputs.map(() => "signing key"));
      return canonicalJson({ keys: inputs.map((input) => signingKeyOf(path, input).publicJwk) });
    case "jwt": {
      const [key] = expectInputs(path, inputs, ["signing key"]);
      return token(derivation, signingKeyOf(path, key), path);
    }
    case "scram-sha-256": {
      const [password, seed] = expectInputs(path, inputs, ["password", "seed"]);
      return verifier(derivation.iterations, password, seed, path);
    }
    case "hmac": {
      const [seed] = expectInputs(path, inputs, ["seed"]);
      return purposeKey(derivation.purpose, derivation.bytes, seed.value, path);
    }
    default: {
      const forgotten: never = derivation;
      return forgotten;
    }
  }
}

function token(derivation: Jwt, key: SigningKey, path: string): string {
  const { claims, issuedAt, expiresAt } = derivation;
  if (!isTime(issuedAt) || !isTime(expiresAt) || expiresAt <= issuedAt) {
    impossible(
      path,
      "the token's times are not in order",
      { issuedAt, expiresAt },
      "whole seconds, the end after the issue",
    );
  }
  const taken = ["iat", "exp"].filter((claim) => claim in claims);
  if (taken.length > 0)
    impossible(path, "the claim is set by issuedAt or expiresAt", taken, "claims without iat and exp");
  const header = encode({ alg: key.algorithm, kid: key.keyId, typ: "JWT" }, path);
  const signed = Buffer.from(`${header}.${encode({ ...claims, iat: issuedAt, exp: expiresAt }, path)}`);
  // RSA's PKCS#1 v1.5 signatures are repeatable as they are.
  const signature =
    key.algorithm === "ES256" ? signDeterministic(signed, key.privateKey) : sign("sha256", signed, key.privateKey);
  return `${signed.toString()}.${signature.toString("base64url")}`;
}

/**
 * The salt is public in the verifier. Drawn from the password alone it would let anyone test a guess without the costly
 * iterations, hence the seed; drawn from the seed alone it would outlive the password.
 */
function verifier(iterations: number, password: DerivationInput, seed: DerivationInput, path: string): string {
  if (!Number.isInteger(iterations) || iterations < 4096 || iterations > 10_000_000) {
    impossible(path, "impossible number of iterations", iterations, "a whole number from 4096 to 10000000");
  }
  if (!PRINTABLE_ASCII.test(password.value))
    wrongInput(path, password.name, "is not a password of printable ASCII characters");
  if (seed.value === "") wrongInput(path, seed.name, "is empty");
  const salt = createHmac("sha256", seed.value)
    .update(`ashlar scram salt\n${password.value}`)
    .digest()
    .subarray(0, SALT);
  return scramVerifier(password.value, salt, iterations);
}

function purposeKey(purpose: string, bytes: number, seed: string, path: string): string {
  if (purpose === "")
    impossible(path, "the derived key has no purpose", purpose, "a name that no other key of the seed has");
  if (!Number.isInteger(bytes) || bytes < 8 || bytes > HKDF_LIMIT) {
    impossible(path, "a key of this size cannot be derived", bytes, `a whole number of bytes from 8 to ${HKDF_LIMIT}`);
  }
  return Buffer.from(hkdfSync("sha256", seed, "", `ashlar ${purpose}`, bytes)).toString("base64url");
}

function encode(part: unknown, path: string): string {
  try {
    return Buffer.from(canonicalJson(part)).toString("base64url");
  } catch (error) {
    return impossible(path, "a claim cannot be written as JSON", (error as Error).message, "JSON values");
  }
}

function isTime(seconds: number): boolean {
  return Number.isSafeInteger(seconds) && seconds >= 0;
}

function signingKeyOf(path: string, input: DerivationInput): SigningKey {
  return readSigningKey(input.value) ?? wrongInput(path, input.name, "is not a private P-256 or RSA JSON Web Key");
}

/** A tuple of as many inputs as there are roles. */
type InputsOf<Roles extends readonly string[]> = { readonly [Role in keyof Roles]: DerivationInput };

function expectInputs<const Roles extends readonly string[]>(
  path: string,
  inputs: readonly DerivationInput[],
  roles: Roles,
): InputsOf<Roles> {
  if (inputs.length === roles.length) return inputs as InputsOf<Roles>;
  return AshlarError.throw("ASH-SEC-005", {
    path,
    message: "the derivation has the wrong number of inputs",
    value: inputs.map(({ name }) => name),
    allowed: roles.join(", then "),
  });
}

function wrongInput(path: string, input: string, problem: string): never {
  return AshlarError.throw("ASH-SEC-005", { path, message: `its input ${input} ${problem}` });
}

function impossible(path: string, message: string, value: unknown, allowed: string): never {
  return AshlarError.throw("ASH-SEC-008", { path, message, value, allowed });
}
