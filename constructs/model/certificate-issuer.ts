import { z } from "zod";
import { dnsName } from "./dns-name";

/** Schema of a reference to a cert-manager issuer that is there already. */
export const certificateIssuer = () =>
  z.strictObject({
    name: dnsName().describe("Name of the issuer, for example `letsencrypt`."),
    kind: z
      .enum(["Issuer", "ClusterIssuer"])
      .default("ClusterIssuer")
      .describe("`Issuer`: one of the namespace in which the certificate is. Default: `ClusterIssuer`."),
  });

/** A cert-manager issuer that is there already. */
export interface CertificateIssuer {
  /** Name, for example `letsencrypt`. */
  readonly name: string;
  /** An `Issuer` stands in the namespace of the certificate. */
  readonly kind: "Issuer" | "ClusterIssuer";
}
