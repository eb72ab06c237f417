import type { Platform } from "../../model/platform";
import type { CertificateSpec, IssuerReference, IssuerSpec } from "./certificate-spec";
import type { KubernetesObject, ObjectMetadata, ObjectOf } from "./kubernetes-object";
import { platformLabels } from "./labels";
import { namespaceName } from "./place";
import type { RenderContext } from "./render-context";

const TEN_YEARS = "87600h0m0s";
const ONE_YEAR = "8760h0m0s";

/** Who signs the platform's certificates: the cluster's issuer if one is named, else a CA of the platform's own. */
export function issuerReference(context: RenderContext): IssuerReference {
  const { issuer } = context.platform.spec.cluster;
  if (issuer !== undefined) return { name: issuer.name, kind: issuer.kind, group: "cert-manager.io" };
  const kind = authorityNamespace(context) === undefined ? "ClusterIssuer" : "Issuer";
  return { name: authorityName(context.platform), kind, group: "cert-manager.io" };
}

/** Whether an object is a Certificate that an issuer signs. */
export function isSignedBy(issuer: IssuerReference, { kind, spec }: KubernetesObject): boolean {
  if (kind !== "Certificate") return false;
  const { issuerRef } = spec as CertificateSpec;
  return issuerRef.name === issuer.name && issuerRef.kind === issuer.kind;
}

/**
 * The platform's own CA: a self-signed certificate, and the issuer that signs with it. Whoever may create a Certificate
 * where an issuer can be used has it sign any name, so they stand in the namespace of the identities. Only where
 * several namespaces have some, they are cluster-wide, which the report says. Nothing when the cluster names an issuer.
 */
export function issuerObjects(context: RenderContext): readonly KubernetesObject[] {
  const { platform } = context;
  const { cluster } = platform.spec;
  if (cluster.issuer !== undefined) return [];
  const namespace = authorityNamespace(context);
  const labels = platformLabels(platform);
  const name = authorityName(platform);
  const root = `${platform.qualifiedName}-selfsigned`;
  const issuer = (metadata: ObjectMetadata, spec: IssuerSpec): ObjectOf<"Issuer" | "ClusterIssuer"> =>
    namespace === undefined
      ? { apiVersion: "cert-manager.io/v1", kind: "ClusterIssuer", metadata, spec }
      : { apiVersion: "cert-manager.io/v1", kind: "Issuer", metadata: { ...metadata, namespace }, spec };
  const signs = issuer({ name, labels }, { ca: { secretName: name } });
  if (namespace === undefined) {
    context.problems.add("ASH-ENV-001", {
      path: platform.node.id,
      message:
        "several namespaces have identities, so their CA signs through a ClusterIssuer, which can be used from every namespace",
      value: name,
      cure: "restrict who may create Certificates with cert-manager's approver-policy, or set cluster.issuer",
    });
  }
  const certificate: ObjectOf<"Certificate"> = {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    // A cluster-wide issuer reads its key where cert-manager stands, one of a namespace reads it there.
    metadata: { name, namespace: namespace ?? cluster.certManagerNamespace, labels },
    spec: {
      commonName: `${platform.qualifiedName} ca`,
      secretName: name,
      issuerRef: { name: root, kind: signs.kind, group: "cert-manager.io" },
      isCA: true,
      usages: ["digital signature", "cert sign", "crl sign"],
      // The same key at each renewal: certificates that were signed before stay valid.
      privateKey: { algorithm: "ECDSA", size: 256, encoding: "PKCS8", rotationPolicy: "Never" },
      duration: TEN_YEARS,
      renewBefore: ONE_YEAR,
      revisionHistoryLimit: 1,
    },
  };
  return [issuer({ name: root, labels }, { selfSigned: {} }), certificate, signs];
}

/** The Secret of the platform's own CA; undefined when there is none in the cluster. */
export function authoritySecret(
  context: RenderContext,
): { readonly namespace: string; readonly name: string } | undefined {
  const { platform, pki, identityNamespaces } = context;
  const { issuer, certManagerNamespace } = platform.spec.cluster;
  if (pki !== "cert-manager" || issuer !== undefined || identityNamespaces.length === 0) return undefined;
  return { namespace: authorityNamespace(context) ?? certManagerNamespace, name: authorityName(platform) };
}

/** The one namespace in which identities are issued; undefined when there are several. */
function authorityNamespace({ platform, identityNamespaces }: RenderContext): string | undefined {
  const [first, ...others] = identityNamespaces;
  return others.length > 0 ? undefined : (first ?? namespaceName(platform, []));
}

function authorityName(platform: Platform): string {
  return `${platform.qualifiedName}-ca`;
}
