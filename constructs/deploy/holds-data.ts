import type { KubernetesObject, KubernetesResource } from "../render/kubernetes/kubernetes-object";

/** What a renderer writes on a workload that has a disk which backups must hold. */
const BACKUP = "ashlar.dev/backup";

/** Whether losing the object itself can lose data that somebody declared worth keeping. */
function isStore({ kind, metadata }: KubernetesObject): boolean {
  return kind === "PersistentVolumeClaim" || metadata.annotations?.[BACKUP] !== undefined;
}

/**
 * The resources that hold data: claims, workloads with a disk in the backup set, and the namespaces around them, because
 * whoever deletes a namespace deletes the disks' claims in it.
 */
export function dataHolders(resources: readonly KubernetesResource[]): ReadonlySet<KubernetesResource> {
  const stores = resources.filter(({ object }) => isStore(object));
  const namespaces = new Set(stores.map(({ object }) => object.metadata.namespace));
  const around = resources.filter(({ object }) => object.kind === "Namespace" && namespaces.has(object.metadata.name));
  return new Set([...stores, ...around]);
}
