import { all, type CustomResourceOptions, type Output } from "@pulumi/pulumi";
import type { LocallySignedCert, PrivateKey, SelfSignedCert } from "@pulumi/tls";
import type { IdentityMaterial } from "../render/material";
import { identityFiles } from "../state/issue-identity";
import { peerPackage } from "./peer-packages";

const DAY = 24;
/** How long certificates are valid, and how long before their end an `up` renews them. */
const LIFE = {
  authority: { validityPeriodHours: 3650 * DAY, earlyRenewalHours: 365 * DAY },
  leaf: { validityPeriodHours: 365 * DAY, earlyRenewalHours: 90 * DAY },
} as const;

const KEY = { algorithm: "ECDSA", ecdsaCurve: "P256" } as const;

/** Where a certificate's resources stand. `name` is what their logical names begin with. */
export interface CertificatePlace {
  readonly name: string;
  readonly options: CustomResourceOptions;
}

/**
 * A CA of `@pulumi/tls`, and the identities that it issues. Keys are secret in the state. A certificate is renewed by the
 * first `up` of its last quarter; the CA keeps its key then, so that what it signed before stays valid.
 */
export class TlsAuthority {
  readonly #key: PrivateKey;
  readonly #certificate: SelfSignedCert;

  public constructor(commonName: string, { name, options }: CertificatePlace) {
    const { PrivateKey, SelfSignedCert } = peerPackage("@pulumi/tls");
    this.#key = new PrivateKey(`${name}/PrivateKey`, KEY, options);
    this.#certificate = new SelfSignedCert(
      `${name}/SelfSignedCert`,
      {
        privateKeyPem: this.#key.privateKeyPem,
        subject: { commonName },
        isCaCertificate: true,
        allowedUses: ["digitalSignature", "certSigning", "crlSigning"],
        setSubjectKeyId: true,
        setAuthorityKeyId: true,
        ...LIFE.authority,
      },
      options,
    );
  }

  /** The CA's certificate, PEM. */
  public get pem(): Output<string> {
    return this.#certificate.certPem;
  }

  /** Issues an identity for both sides of a handshake; every file of it, by name, base64. */
  public issue(identity: IdentityMaterial, { name, options }: CertificatePlace): Output<Record<string, string>> {
    const { CertRequest, LocallySignedCert, PrivateKey } = peerPackage("@pulumi/tls");
    const { commonName, uri, dnsNames } = identity;
    const key = new PrivateKey(`${name}/PrivateKey`, KEY, options);
    const request = new CertRequest(
      `${name}/CertRequest`,
      { privateKeyPem: key.privateKeyPem, subject: { commonName }, dnsNames: [...dnsNames], uris: [uri] },
      options,
    );
    const certificate: LocallySignedCert = new LocallySignedCert(
      `${name}/LocallySignedCert`,
      {
        certRequestPem: request.certRequestPem,
        caPrivateKeyPem: this.#key.privateKeyPem,
        caCertPem: this.#certificate.certPem,
        allowedUses: ["digitalSignature", "serverAuth", "clientAuth"],
        setSubjectKeyId: true,
        ...LIFE.leaf,
      },
      options,
    );
    return all([key.privateKeyPemPkcs8, certificate.certPem, this.pem]).apply(async ([keyPem, certPem, ca]) => {
      const files = await identityFiles(identity, { key: keyPem, certificate: certPem, ca });
      return Object.fromEntries([...files].map(([file, content]) => [file, content.toString("base64")]));
    });
  }
}
