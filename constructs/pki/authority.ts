import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { Diagnostics } from "../model/diagnostics";
import { basicConstraints, keyUsage, subjectKeyIdentifier } from "./extensions";
import type { Authority } from "./material";
import { distinguishedName, keyIdentifier, signCertificate } from "./sign";
import { checkCommonName } from "./subject";
import { checkDays, validityOf } from "./validity";

/** What a new authority is called and how long it lives. */
export interface AuthorityOptions {
  /** The authority's name, at most 64 characters; people read it in a certificate's issuer. */
  readonly commonName: string;
  /** How many days it is valid. Ten years (3650) unless said; a leaf never outlives it. */
  readonly days?: number;
  /** When it is made. The present unless said; the certificate is dated five minutes back. */
  readonly now?: Date;
}

/**
 * Makes a certificate authority with a fresh ECDSA P-256 key. It signs leaves and no further authority.
 *
 * @throws AshlarError ASH-PKI-002 (common name), ASH-PKI-007 (days), both at once
 */
export async function createAuthority(options: AuthorityOptions): Promise<Authority> {
  const { commonName, days = 3650, now = new Date() } = options;
  const problems = new Diagnostics();
  checkCommonName(commonName, "authority:commonName", problems);
  checkDays(days, "authority:days", problems);
  problems.throwIfErrors();

  const { publicKey, privateKey } = await promisify(generateKeyPair)("ec", { namedCurve: "P-256" });
  const name = await distinguishedName(commonName);
  const certificate = await signCertificate({
    subject: name,
    issuer: name,
    validity: validityOf(now, days),
    publicKey,
    signer: privateKey,
    extensions: await Promise.all([
      basicConstraints("authority"),
      keyUsage("authority"),
      keyIdentifier(publicKey).then(subjectKeyIdentifier),
    ]),
  });
  return { certificate, key: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}
