import { createHmac } from "node:crypto";
import { type Diagnostic, diagnostic } from "../model/diagnostics";
import { DEMO_EXPIRIES, DEMO_ISSUER, DEMO_SIGNING_SECRETS, DEMO_VALUES } from "./demo-values";

const KNOWN: ReadonlySet<string> = new Set(DEMO_VALUES);
const TOKEN = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;
/** A text of fewer different characters is a pattern, not a secret. */
const LEAST_DIFFERENT = 4;

/**
 * Judges a value that somebody chose.
 *
 * @param name the secret's name, as the diagnostic's path
 * @param minLength the fewest characters that the recipe allows; any length unless said
 * @returns what is wrong with it: ASH-SEC-006 (a published demo value, or a token that anyone can sign) or ASH-SEC-007
 * (too short, or a pattern); undefined when nothing is. The value is never part of it
 */
export function weaknessOf(name: string, value: string, minLength = 0): Diagnostic | undefined {
  const trimmed = value.trim();
  if (KNOWN.has(trimmed.toLowerCase())) {
    return diagnostic("ASH-SEC-006", {
      path: name,
      message: "the value is a demo value that is published with its program",
    });
  }
  if (isDemoToken(trimmed)) {
    return diagnostic("ASH-SEC-006", {
      path: name,
      message: "the token is published, or signed with a published key, so anyone can make one like it",
      cure: "let the token be derived from a signing key of the platform's own",
    });
  }
  const length = [...value].length;
  if (length < minLength) {
    return diagnostic("ASH-SEC-007", {
      path: name,
      message: "the value is too short",
      allowed: `at least ${minLength} characters`,
    });
  }
  if (new Set(trimmed).size < LEAST_DIFFERENT) {
    return diagnostic("ASH-SEC-007", {
      path: name,
      message: "the value repeats a few characters",
      allowed: `at least ${LEAST_DIFFERENT} different characters`,
    });
  }
  return undefined;
}

function isDemoToken(value: string): boolean {
  const [, header = "", payload = "", signature = ""] = TOKEN.exec(value) ?? [];
  if (payload === "") return false;
  const claims = readClaims(payload);
  return (
    claims["iss"] === DEMO_ISSUER ||
    DEMO_EXPIRIES.some((expiry) => claims["exp"] === expiry) ||
    DEMO_SIGNING_SECRETS.some(
      (secret) => createHmac("sha256", secret).update(`${header}.${payload}`).digest("base64url") === signature,
    )
  );
}

function readClaims(payload: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
