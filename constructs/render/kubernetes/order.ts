import type { KubernetesObject, KubernetesResource } from "./kubernetes-object";

/** What must be there before what: walls before pods, and what pods read before them. */
const RANK: ReadonlyMap<string, number> = new Map(
  [
    "Namespace",
    "ResourceQuota",
    "LimitRange",
    "ClusterIssuer",
    "Issuer",
    "Certificate",
    "NetworkPolicy",
    "ServiceAccount",
    "ConfigMap",
    "PersistentVolumeClaim",
    "Service",
    "PodDisruptionBudget",
    "StatefulSet",
    "Deployment",
    "Job",
    "CronJob",
    "Ingress",
    "TLSRoute",
  ].map((kind, rank) => [kind, rank]),
);

const LAST = RANK.size;

/** Sorts by kind, then namespace, then name. The same set gives the same order, however it came. */
export function inOrder(resources: readonly KubernetesResource[]): readonly KubernetesResource[] {
  return resources
    .map((resource) => ({ resource, rank: RANK.get(resource.object.kind) ?? LAST, key: keyOf(resource.object) }))
    .sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ resource }) => resource);
}

/** What no two objects of a cluster may share. */
export function keyOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  return [apiVersion, kind, metadata.namespace, metadata.name].join(" ");
}
