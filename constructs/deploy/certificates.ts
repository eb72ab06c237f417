import { all, type Output } from "@pulumi/pulumi";
import type { LocallySignedCert, PrivateKey, SelfSignedCert } from "@pulumi/tls";
import type { IdentityMaterial } from "../render/material";
import { identityFiles } from "../state/issue-identity";
import type { AuthorityPart, IdentityPart, PartPlace } from "./material-places";
import { peerPackage } from "./peer-packages";
import { LIFE, renewalPeriod } from "./renewal";

const KEY = { algorithm: "ECDSA", ecdsaCurve: "P256" } as const;

/** How an authority is registered. */
export interface AuthorityOptions {
  readonly place: PartPlace<AuthorityPart>;
  /** Whether its key is protected from deletion. */
  readonly protect: boolean;
  /** When the program runs: what says which certificates' turn it is. */
  readonly now: Date;
}

/**
 * A CA of `@pulumi/tls`, and the identities that it issues. Keys are secret in the state. The engine replaces a certificate
 * when its renewal period is over: what the provider says of its own renewal is nothing that a program, or the engine, is
 * bound to act on. All keys stay then, the CA's too, so that what it signed before stays valid.
 *
 * Of all this only the CA's key is worth protecting: a certificate that were protected could not be replaced, and an
 * identity is issued anew when it is lost.
 */
export class TlsAuthority {
  readonly #key: PrivateKey;
  readonly #certificate: SelfSignedCert;

  readonly #now: Date;

  public constructor(commonName: string, { place, protect, now }: AuthorityOptions) {
    const { PrivateKey, SelfSignedCert } = peerPackage("@pulumi/tls");
    this.#now = now;
    const [ownKey, certificate] = [place("PrivateKey"), place("SelfSignedCert")];
    this.#key = new PrivateKey(ownKey.name, KEY, { ...ownKey.options, ...(protect ? { protect } : {}) });
    this.#certificate = new SelfSignedCert(
      certificate.name,
      {
        privateKeyPem: this.#key.privateKeyPem,
        subject: { commonName },
        isCaCertificate: true,
        allowedUses: ["digitalSignature", "certSigning", "crlSigning"],
        setSubjectKeyId: true,
        setAuthorityKeyId: true,
        ...LIFE.authority,
      },
      { ...certificate.options, replacementTrigger: renewalPeriod(LIFE.authority, now) },
    );
  }

  /** The CA's certificate, PEM. */
  public get pem(): Output<string> {
    return this.#certificate.certPem;
  }

  /** Issues an identity for both sides of a handshake; every file of it, by name, base64. */
  public issue(identity: IdentityMaterial, place: PartPlace<IdentityPart>): Output<Record<string, string>> {
    const { CertRequest, LocallySignedCert, PrivateKey } = peerPackage("@pulumi/tls");
    const { commonName, uri, dnsNames } = identity;
    const [ownKey, asked, issued] = [place("PrivateKey"), place("CertRequest"), place("LocallySignedCert")];
    const key = new PrivateKey(ownKey.name, KEY, ownKey.options);
    const request = new CertRequest(
      asked.name,
      { privateKeyPem: key.privateKeyPem, subject: { commonName }, dnsNames: [...dnsNames], uris: [uri] },
      asked.options,
    );
    const certificate: LocallySignedCert = new LocallySignedCert(
      issued.name,
      {
        certRequestPem: request.certRequestPem,
        caPrivateKeyPem: this.#key.privateKeyPem,
        caCertPem: this.#certificate.certPem,
        allowedUses: ["digitalSignature", "serverAuth", "clientAuth"],
        setSubjectKeyId: true,
        ...LIFE.leaf,
      },
      { ...issued.options, replacementTrigger: renewalPeriod(LIFE.leaf, this.#now) },
    );
    return all([key.privateKeyPemPkcs8, certificate.certPem, this.pem]).apply(async ([keyPem, certPem, ca]) => {
      const files = await identityFiles(identity, { key: keyPem, certificate: certPem, ca });
      return Object.fromEntries([...files].map(([file, content]) => [file, content.toString("base64")]));
    });
  }
}
