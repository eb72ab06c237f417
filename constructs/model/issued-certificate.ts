import type { CertificateIssuer } from "./certificate-issuer";

/**
 * A certificate that proves a server to clients from outside the platform, from an issuer that they trust, for example
 * Let's Encrypt through cert-manager. It is no identity: nobody logs in with it.
 */
export interface IssuedCertificate {
  readonly kind: "issued-certificate";
  /** Unique in its peer, for example `public`: letters, digits and hyphens. */
  readonly id: string;
  /** Names that it proves, at least one. `*.acme.example` takes an issuer that proves domains through their DNS. */
  readonly hostnames: readonly string[];
  /** Who signs it. */
  readonly issuer: CertificateIssuer;
}

/** A file of an issued certificate: the certificate with those that lead to its root, or the private key. Both PEM. */
export type IssuedForm = "cert" | "key";

/** File names, on every target: those that cert-manager writes. */
export const ISSUED_FILES: Readonly<Record<IssuedForm, string>> = { cert: "tls.crt", key: "tls.key" };

/** Declares a certificate. It is issued when a container has it among its material. */
export function issuedCertificate(props: Omit<IssuedCertificate, "kind">): IssuedCertificate {
  return { kind: "issued-certificate", ...props };
}
