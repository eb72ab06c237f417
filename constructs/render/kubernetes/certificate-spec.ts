import type { Labels } from "./plain";

// The fields that are used here of cert-manager's `cert-manager.io/v1`, from its API reference
// (https://cert-manager.io/docs/reference/api-docs/), release 1.16 and newer.

/** Who signs. */
export interface IssuerReference {
  readonly name: string;
  readonly kind: "Issuer" | "ClusterIssuer";
  readonly group: "cert-manager.io";
}

/** `spec` of a Certificate. */
export interface CertificateSpec {
  readonly commonName?: string;
  readonly dnsNames?: readonly string[];
  readonly uris?: readonly string[];
  readonly secretName: string;
  readonly secretTemplate?: { readonly labels: Labels };
  readonly issuerRef: IssuerReference;
  readonly isCA?: boolean;
  readonly usages: readonly ("digital signature" | "server auth" | "client auth" | "cert sign" | "crl sign")[];
  readonly privateKey: {
    readonly algorithm: "ECDSA";
    readonly size: 256;
    readonly encoding: "PKCS8";
    readonly rotationPolicy: "Always" | "Never";
  };
  /** A Go duration, for example `2160h0m0s`; absent: the issuer's own. */
  readonly duration?: string;
  readonly renewBefore?: string;
  readonly revisionHistoryLimit: number;
  readonly additionalOutputFormats?: readonly { readonly type: "CombinedPEM" | "DER" }[];
  readonly keystores?: {
    readonly pkcs12: {
      readonly create: true;
      readonly profile: "Modern2023";
      readonly passwordSecretRef: { readonly name: string; readonly key: string };
    };
  };
}

/** `spec` of an Issuer, and of a ClusterIssuer. */
export type IssuerSpec =
  { readonly selfSigned: Readonly<Record<string, never>> } | { readonly ca: { readonly secretName: string } };
