import { generateKeyPairSync, randomBytes } from "node:crypto";
import { AshlarError } from "../model/diagnostics";
import type { SecretRecipe } from "../model/secret";
import { writeSigningKey } from "./signing-key";

/** The recipes that make a value out of nothing but randomness. */
export type GeneratedRecipe = Exclude<SecretRecipe, { readonly kind: "given" | "derived" }>;

/** Gives as many random bytes as are asked for. */
export type Random = (length: number) => Uint8Array;

/** Safe without quoting in a shell, a URL, YAML, a connection string and an environment file. */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Bits that a secret must have for nobody to find it by trying. */
const LEAST_BITS = 64;
const MOST = 4096;

/** Whether a recipe is one that {@link generateSecret} follows. */
export function isGenerated(recipe: SecretRecipe): recipe is GeneratedRecipe {
  return recipe.kind !== "given" && recipe.kind !== "derived";
}

/**
 * Makes a new value.
 *
 * @param recipe what to make: `password` (characters `A-Z a-z 0-9 - _`), `hex` (two characters a byte), `base64` (standard
 * alphabet, padded), `uuid` (version 4), `signing-key` (a private JSON Web Key)
 * @param random where the randomness comes from. The system's own source unless said; signing keys always use that one
 * @param path the secret's name, for messages
 * @throws AshlarError ASH-SEC-002 when the recipe asks for less than 64 bits, or for more than 4096 characters or bytes
 */
export function generateSecret(
  recipe: GeneratedRecipe,
  random: Random = randomBytes,
  path = `recipe ${recipe.kind}`,
): string {
  switch (recipe.kind) {
    case "password":
      checkSize(path, recipe.length, Math.log2(ALPHABET.length), "characters");
      // 64 characters divide 256 values evenly, so no character is likelier than another.
      return Array.from(random(recipe.length), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");
    case "hex":
    case "base64":
      checkSize(path, recipe.bytes, 8, "bytes");
      return Buffer.from(random(recipe.bytes)).toString(recipe.kind);
    case "uuid":
      return uuid(random(16));
    case "signing-key":
      return signingKey(recipe.algorithm);
    default: {
      const forgotten: never = recipe;
      return forgotten;
    }
  }
}

function uuid(random: Uint8Array): string {
  const bytes = Buffer.from(random);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40; // version 4
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80; // RFC 9562 variant
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function signingKey(algorithm: "ES256" | "RS256"): string {
  const { privateKey } =
    algorithm === "ES256"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : generateKeyPairSync("rsa", { modulusLength: 2048 });
  return writeSigningKey(algorithm, privateKey);
}

function checkSize(path: string, size: number, bitsEach: number, unit: string): void {
  const least = Math.ceil(LEAST_BITS / bitsEach);
  if (Number.isInteger(size) && size >= least && size <= MOST) return;
  AshlarError.throw("ASH-SEC-002", {
    path,
    message: "a secret of this size cannot be made",
    value: size,
    allowed: `a whole number of ${unit} from ${least} to ${MOST}`,
  });
}
