import type * as k8s from "cdk8s-plus-28/lib/imports/k8s";
import type { CertificateSpec, IssuerSpec } from "./certificate-spec";
import type { Labels, Plain } from "./plain";
import type { TlsRouteSpec } from "./tls-route-spec";

/** What every object says about itself. */
export interface ObjectMetadata {
  readonly name: string;
  /** Absent for cluster-wide kinds. */
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
}

/** An object of a cluster as plain data: what its manifest says, nothing more. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

interface Api<Version extends string, Props> {
  readonly apiVersion: Version;
  readonly props: Props;
}

/** The kinds that the renderer makes, with the API version and the fields of each. */
interface Kinds {
  readonly Certificate: Api<"cert-manager.io/v1", { readonly spec: CertificateSpec }>;
  readonly ClusterIssuer: Api<"cert-manager.io/v1", { readonly spec: IssuerSpec }>;
  readonly ConfigMap: Api<"v1", k8s.KubeConfigMapProps>;
  readonly CronJob: Api<"batch/v1", k8s.KubeCronJobProps>;
  readonly Deployment: Api<"apps/v1", k8s.KubeDeploymentProps>;
  readonly Ingress: Api<"networking.k8s.io/v1", k8s.KubeIngressProps>;
  readonly Issuer: Api<"cert-manager.io/v1", { readonly spec: IssuerSpec }>;
  readonly Job: Api<"batch/v1", k8s.KubeJobProps>;
  readonly LimitRange: Api<"v1", k8s.KubeLimitRangeProps>;
  readonly Namespace: Api<"v1", k8s.KubeNamespaceProps>;
  readonly NetworkPolicy: Api<"networking.k8s.io/v1", k8s.KubeNetworkPolicyProps>;
  readonly PersistentVolumeClaim: Api<"v1", k8s.KubePersistentVolumeClaimProps>;
  readonly PodDisruptionBudget: Api<"policy/v1", k8s.KubePodDisruptionBudgetProps>;
  readonly ResourceQuota: Api<"v1", k8s.KubeResourceQuotaProps>;
  readonly Service: Api<"v1", k8s.KubeServiceProps>;
  readonly ServiceAccount: Api<"v1", k8s.KubeServiceAccountProps>;
  readonly StatefulSet: Api<"apps/v1", k8s.KubeStatefulSetProps>;
  readonly TLSRoute: Api<"gateway.networking.k8s.io/v1", { readonly spec: TlsRouteSpec }>;
}

/** A kind that the renderer makes by itself; claims add those of their operators. */
export type Kind = keyof Kinds;

/** The object of a kind. */
export type ObjectOf<K extends Kind> = {
  readonly apiVersion: Kinds[K]["apiVersion"];
  readonly kind: K;
  readonly metadata: ObjectMetadata;
} & Plain<Omit<Kinds[K]["props"], "metadata">>;

/** An object, and where in the tree it comes from. */
export interface KubernetesResource {
  /** Construct path: of a component, of one of its further peers, of a scope, or of the platform. */
  readonly path: string;
  /** Unique beside the others of the path: the kind, and the role where a path has several of a kind. */
  readonly id: string;
  readonly object: KubernetesObject;
}
