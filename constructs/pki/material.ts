/** A certificate authority: what signs the certificates of one trust domain. The key is a secret. */
export interface Authority {
  /** The authority's certificate, PEM. */
  readonly certificate: string;
  /** The authority's private key, PKCS#8 PEM. */
  readonly key: string;
}

/** What one identity owns. Every file form that a program may ask for is computed from these three texts. */
export interface LeafMaterial {
  /** The identity's own certificate, PEM. */
  readonly certificate: string;
  /** The identity's private key, PKCS#8 PEM; a secret. */
  readonly key: string;
  /** The certificates to trust, PEM; more than one while an authority is being replaced. */
  readonly ca: string;
}
