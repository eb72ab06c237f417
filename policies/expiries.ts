import { X509Certificate } from "node:crypto";
import { tokensIn } from "./demo-secrets";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Something in a text that is worth nothing after a moment. */
export interface Expiry {
  readonly what: "token" | "certificate";
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Every signed token and certificate of a text that says when it ends. What cannot be read is left out. */
export function expiriesIn(text: string): readonly Expiry[] {
  const certificates = text.includes("-----BEGIN CERTIFICATE") ? [...text.matchAll(CERTIFICATE)] : [];
  return [
    ...tokensIn(text).flatMap((token) => endOf("token", tokenEnd(token))),
    ...certificates.flatMap(([pem]) => endOf("certificate", certificateEnd(pem))),
  ];
}

function endOf(what: Expiry["what"], at: number | undefined): readonly Expiry[] {
  return at === undefined || !Number.isFinite(at) || Math.abs(at) > LAST_MOMENT ? [] : [{ what, at }];
}

/** A date beyond this cannot be written. */
const LAST_MOMENT = 8.64e15;

function tokenEnd(token: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    const end = typeof claims === "object" && claims !== null && "exp" in claims ? claims.exp : undefined;
    return typeof end === "number" ? end * 1000 : undefined;
  } catch {
    return undefined;
  }
}

function certificateEnd(pem: string): number | undefined {
  try {
    return Date.parse(new X509Certificate(pem).validTo);
  } catch {
    return undefined;
  }
}
