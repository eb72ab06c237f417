import { joinName, MAIN } from "./names";
import type { Peer } from "./peer";

/** The file forms that programs read. Every form of one identity holds the same key. */
export const IDENTITY_FORMS = ["cert", "key", "ca", "combined", "key-der", "p12", "truststore-p12"] as const;

/** A file form of an identity. */
export type IdentityForm = (typeof IDENTITY_FORMS)[number];

/** File names, on every target. The PEM ones are those that cert-manager writes. */
export const IDENTITY_FILES: Readonly<Record<IdentityForm, string>> = {
  cert: "tls.crt",
  key: "tls.key",
  ca: "ca.crt",
  combined: "tls-combined.pem",
  "key-der": "key.der",
  p12: "keystore.p12",
  "truststore-p12": "truststore.p12",
};

/**
 * Password of the PKCS#12 forms: Java's customary one, since the format asks for one. It protects nothing; that nobody
 * else can read the file does.
 */
export const STORE_PASSWORD = "changeit";

/** X.509 allows 64 characters in a common name. */
const COMMON_NAME = 64;

/** Who a peer is in the platform's trust domain. */
export class Identity {
  public constructor(
    public readonly peer: Peer,
    private readonly trustDomain: string,
    private readonly segments: readonly string[],
  ) {}

  /** Short name for programs that map certificates by common name, such as PostgreSQL. Unique in the trust domain. */
  public get commonName(): string {
    return joinName(this.segments, COMMON_NAME);
  }

  /** The full name: `spiffe://<trust domain>/<scope>/<component>/<peer>`. */
  public get uri(): string {
    return `spiffe://${this.trustDomain}/${this.segments.filter((segment) => segment !== MAIN).join("/")}`;
  }
}
