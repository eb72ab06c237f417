import type { KubernetesResource } from "../render/kubernetes/kubernetes-object";
import type { Dependencies } from "./dependencies";

/** Puts resources behind what they wait for, and keeps their order otherwise. */
export function inWaitOrder(
  resources: readonly KubernetesResource[],
  dependencies: Dependencies,
): readonly KubernetesResource[] {
  const ordered = new Set<KubernetesResource>();
  const visiting = new Set<KubernetesResource>();
  const visit = (resource: KubernetesResource): void => {
    if (ordered.has(resource)) return;
    // Waits run in no circle: sealing the platform refuses that.
    if (visiting.has(resource)) throw new TypeError(`${resource.path} ${resource.id} waits for itself`);
    visiting.add(resource);
    for (const before of dependencies.get(resource) ?? []) visit(before);
    ordered.add(resource);
  };
  for (const resource of resources) visit(resource);
  return [...ordered];
}
