import { generateKeyPair, type KeyObject, type X509Certificate } from "node:crypto";
import { promisify } from "node:util";
import type { Extension } from "pkijs";
import { Diagnostics } from "../model/diagnostics";
import {
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  statedKeyIdentifier,
  subjectAltName,
  subjectKeyIdentifier,
  type Usage,
} from "./extensions";
import { loadPkijs } from "./libraries";
import type { Authority, LeafMaterial } from "./material";
import { readCertificate, readPrivateKey, withNewline } from "./pem";
import { distinguishedName, exactBuffer, keyIdentifier, signCertificate } from "./sign";
import { checkAlternativeNames, checkCommonName } from "./subject";
import { checkDays, validityOf } from "./validity";

/** Who a certificate is for and how long it lives. */
export interface LeafOptions {
  /** At most 64 characters. Programs that map certificates to users, PostgreSQL above all, read this one. */
  readonly commonName: string;
  /** Host names; `*.example.internal` is allowed as a whole first label. */
  readonly dnsNames: readonly string[];
  /** The identity in its trust domain, for example `spiffe://acme/db`. No URI unless said. */
  readonly uri?: string;
  /** IPv4 and IPv6 addresses. None unless said. */
  readonly ipAddresses?: readonly string[];
  /** On which sides of a handshake it is accepted; at least one. */
  readonly usages: readonly Usage[];
  /** How many days it is valid. One year (365) unless said. */
  readonly days?: number;
  /** When it is issued. The present unless said; the certificate is dated five minutes back. */
  readonly now?: Date;
}

/**
 * Issues a certificate with a fresh ECDSA P-256 key.
 *
 * @throws AshlarError with every problem at once: ASH-PKI-002 (common name), 003 and 004 (alternative names), 005 (would
 * outlive the authority), 006 (not an authority), 007 (days), 009 (no usage), 010 (the authority's key is another's)
 */
export async function issueLeaf(authority: Authority, options: LeafOptions): Promise<LeafMaterial> {
  const { commonName, dnsNames, uri, ipAddresses = [], usages, days = 365, now = new Date() } = options;
  const names = { dnsNames, uris: uri === undefined ? [] : [uri], ipAddresses };
  const issuer = readCertificate(authority.certificate, "authority certificate");
  const signer = readPrivateKey(authority.key, "authority key");
  const validity = validityOf(now, days);

  const problems = new Diagnostics();
  checkCommonName(commonName, "leaf:commonName", problems);
  checkAlternativeNames(names, `leaf ${commonName}:names`, problems);
  checkDays(days, `leaf ${commonName}:days`, problems);
  if (usages.length === 0) {
    problems.add("ASH-PKI-009", { path: `leaf ${commonName}:usages`, message: "the certificate has no usage" });
  }
  checkAuthority(issuer, signer, problems);
  if (validity.notAfter > new Date(issuer.validTo)) {
    problems.add("ASH-PKI-005", {
      path: `leaf ${commonName}:days`,
      message: "the certificate would outlive its authority",
      value: validity.notAfter,
      allowed: `an end not after ${new Date(issuer.validTo).toISOString()}`,
    });
  }
  problems.throwIfErrors();

  const { publicKey, privateKey } = await promisify(generateKeyPair)("ec", { namedCurve: "P-256" });
  const pkijs = await loadPkijs();
  const certificate = await signCertificate({
    subject: await distinguishedName(commonName),
    // The issuer's name is copied as it stands: verifiers compare the bytes.
    issuer: pkijs.Certificate.fromBER(exactBuffer(issuer.raw)).subject,
    validity,
    publicKey,
    signer,
    extensions: await Promise.all([
      basicConstraints("leaf"),
      keyUsage("leaf"),
      extendedKeyUsage(usages),
      keyIdentifier(publicKey).then(subjectKeyIdentifier),
      ...(await authorityIdentifiers(issuer)),
      subjectAltName(names),
    ]),
  });
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { certificate, key, ca: withNewline(authority.certificate) };
}

/** An authority made elsewhere may state no identifier, or one computed another way: only its own word counts. */
async function authorityIdentifiers(issuer: X509Certificate): Promise<readonly Promise<Extension>[]> {
  const stated = await statedKeyIdentifier(issuer.raw);
  return stated === undefined ? [] : [authorityKeyIdentifier(stated)];
}

function checkAuthority(issuer: X509Certificate, signer: KeyObject, problems: Diagnostics): void {
  if (!issuer.ca) {
    problems.add("ASH-PKI-006", {
      path: "authority certificate",
      message: "the certificate may not sign others",
      value: issuer.subject,
    });
  }
  if (!issuer.checkPrivateKey(signer)) {
    problems.add("ASH-PKI-010", {
      path: "authority key",
      message: "the authority's key does not belong to its certificate",
    });
  }
}
