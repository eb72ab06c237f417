import type { CertificateIssuer } from "../../model/certificate-issuer";
import type { ObjectOf } from "./kubernetes-object";
import type { Place } from "./place";

/**
 * Has a certificate for public host names issued, into the Secret of its name. It proves a server and no client; how
 * long it lives is its issuer's to say, and cert-manager renews it when a third of that is left.
 */
export function publicCertificate(
  name: string,
  hostnames: readonly string[],
  issuer: CertificateIssuer,
  { namespace, labels }: Place,
): ObjectOf<"Certificate"> {
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name, namespace, labels },
    spec: {
      dnsNames: [...new Set(hostnames)].sort(),
      secretName: name,
      secretTemplate: { labels },
      issuerRef: { name: issuer.name, kind: issuer.kind, group: "cert-manager.io" },
      usages: ["digital signature", "server auth"],
      privateKey: { algorithm: "ECDSA", size: 256, encoding: "PKCS8", rotationPolicy: "Always" },
      revisionHistoryLimit: 1,
    },
  };
}
