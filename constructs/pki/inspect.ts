import type { X509Certificate } from "node:crypto";
import { commonNameOf, parseAlternativeNames } from "./name-text";
import { readCertificate, readPrivateKey } from "./pem";
import { DAY } from "./validity";

/** What a certificate says of itself. */
export interface CertificateFacts {
  /** The subject's common name, or its whole name when it has none. */
  readonly subject: string;
  /** The issuer's common name, or its whole name when it has none. */
  readonly issuer: string;
  readonly dnsNames: readonly string[];
  readonly uris: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Whole days until it expires; negative once it has. */
  readonly daysLeft: number;
  readonly isCa: boolean;
  /** Hexadecimal, upper case. */
  readonly serial: string;
  /** SHA-256 of the certificate, upper-case hexadecimal pairs between colons. */
  readonly fingerprint: string;
}

/** When a certificate counts as due. */
export interface RenewalOptions {
  /** Due once less than this part of its whole life is left. A third unless said, as cert-manager does it. */
  readonly fraction?: number;
  /** Due once fewer days than this are left; takes the place of `fraction`. */
  readonly days?: number;
  /** The present unless said. */
  readonly now?: Date;
}

/**
 * Reads the first certificate of a PEM text.
 *
 * @throws AshlarError ASH-PKI-001 when there is none
 */
export function inspectCertificate(pem: string, now: Date = new Date()): CertificateFacts {
  const certificate = readCertificate(pem, "certificate");
  const notAfter = new Date(certificate.validTo);
  return {
    subject: commonNameOf(certificate.subject),
    issuer: commonNameOf(certificate.issuer),
    ...parseAlternativeNames(certificate.subjectAltName),
    notBefore: new Date(certificate.validFrom),
    notAfter,
    daysLeft: Math.floor((notAfter.getTime() - now.getTime()) / DAY),
    isCa: certificate.ca,
    serial: certificate.serialNumber,
    fingerprint: certificate.fingerprint256,
  };
}

/** Whether a certificate is due for renewal, or has expired already. See {@link RenewalOptions}. */
export function needsRenewal(pem: string, options: RenewalOptions = {}): boolean {
  const { fraction = 1 / 3, days, now = new Date() } = options;
  const certificate = readCertificate(pem, "certificate");
  const end = new Date(certificate.validTo).getTime();
  const life = end - new Date(certificate.validFrom).getTime();
  const margin = days === undefined ? life * fraction : days * DAY;
  return end - now.getTime() <= Math.max(margin, 0);
}

/** Whether a private key is the certificate's. */
export function matchesKey(certificate: string, key: string): boolean {
  return readCertificate(certificate, "certificate").checkPrivateKey(readPrivateKey(key, "key"));
}

/** Whether an authority signed a certificate: by name, by key identifier and by signature. */
export function wasIssuedBy(certificate: string, ca: string): boolean {
  const leaf = readCertificate(certificate, "certificate");
  const issuer = readCertificate(ca, "ca");
  return issuer.ca && leaf.checkIssued(issuer) && signed(leaf, issuer);
}

function signed(leaf: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return leaf.verify(issuer.publicKey);
  } catch {
    // A signature of another kind of key is no signature of this one.
    return false;
  }
}
