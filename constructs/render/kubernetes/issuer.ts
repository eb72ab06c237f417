import type { Platform } from "../../model/platform";
import type { ClusterIssuerSpec, IssuerReference } from "./certificate-spec";
import type { KubernetesObject, ObjectOf } from "./kubernetes-object";
import { platformLabels } from "./labels";
import type { Labels } from "./plain";

const TEN_YEARS = "87600h0m0s";
const ONE_YEAR = "8760h0m0s";

/** Who signs the platform's certificates: the cluster's issuer if one is named, else a CA of the platform's own. */
export function issuerReference(platform: Platform): IssuerReference {
  const { issuer } = platform.spec.cluster;
  return issuer === undefined
    ? { name: authorityName(platform), kind: "ClusterIssuer", group: "cert-manager.io" }
    : { name: issuer.name, kind: issuer.kind, group: "cert-manager.io" };
}

/**
 * The platform's own CA: a self-signed certificate where cert-manager keeps the secrets of cluster-wide issuers, and the
 * issuer that signs with it in every namespace. Nothing when the cluster names an issuer.
 */
export function issuerObjects(platform: Platform): readonly KubernetesObject[] {
  const { cluster } = platform.spec;
  if (cluster.issuer !== undefined) return [];
  const labels = platformLabels(platform);
  const name = authorityName(platform);
  const root = `${platform.qualifiedName}-selfsigned`;
  const certificate: ObjectOf<"Certificate"> = {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name, namespace: cluster.certManagerNamespace, labels },
    spec: {
      commonName: `${platform.qualifiedName} ca`,
      secretName: name,
      issuerRef: { name: root, kind: "ClusterIssuer", group: "cert-manager.io" },
      isCA: true,
      usages: ["digital signature", "cert sign", "crl sign"],
      // The same key at each renewal: certificates that were signed before stay valid.
      privateKey: { algorithm: "ECDSA", size: 256, encoding: "PKCS8", rotationPolicy: "Never" },
      duration: TEN_YEARS,
      renewBefore: ONE_YEAR,
      revisionHistoryLimit: 1,
    },
  };
  return [
    clusterIssuer(root, labels, { selfSigned: {} }),
    certificate,
    clusterIssuer(name, labels, { ca: { secretName: name } }),
  ];
}

function authorityName(platform: Platform): string {
  return `${platform.qualifiedName}-ca`;
}

function clusterIssuer(name: string, labels: Labels, spec: ClusterIssuerSpec): ObjectOf<"ClusterIssuer"> {
  return { apiVersion: "cert-manager.io/v1", kind: "ClusterIssuer", metadata: { name, labels }, spec };
}
