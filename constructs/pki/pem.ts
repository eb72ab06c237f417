import { type KeyObject, createPrivateKey, X509Certificate } from "node:crypto";
import { AshlarError } from "../model/diagnostics";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * Reads every certificate of a PEM text, in order.
 *
 * @param where what the text is for, as it should stand in a message
 * @throws AshlarError ASH-PKI-001 when there is none, or one of them cannot be parsed
 */
export function readCertificates(pem: string, where: string): readonly X509Certificate[] {
  const blocks = pem.match(CERTIFICATE) ?? [];
  if (blocks.length === 0) unreadable(where, "has no certificate in it");
  return blocks.map((block) => {
    try {
      return new X509Certificate(block);
    } catch {
      return unreadable(where, "holds a certificate that cannot be parsed");
    }
  });
}

/** Reads the first certificate of a PEM text; see {@link readCertificates}. */
export function readCertificate(pem: string, where: string): X509Certificate {
  const [first] = readCertificates(pem, where);
  return first ?? unreadable(where, "has no certificate in it");
}

/**
 * Reads a private key.
 *
 * @throws AshlarError ASH-PKI-001 when it cannot be parsed, or is encrypted; the key itself is never part of the message
 */
export function readPrivateKey(pem: string, where: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    return unreadable(where, "cannot be parsed as an unencrypted private key");
  }
}

/** Writes DER as a PEM certificate, with lines of 64 characters and a newline at the end. */
export function certificatePem(der: ArrayBuffer | Uint8Array): string {
  const bytes = Buffer.from(der instanceof Uint8Array ? der : new Uint8Array(der));
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

/** Ends a text with exactly one newline, so that PEM texts can be put one after another. */
export function withNewline(text: string): string {
  return `${text.trimEnd()}\n`;
}

function unreadable(where: string, problem: string): never {
  return AshlarError.throw("ASH-PKI-001", { path: where, message: `the ${where} ${problem}` });
}
