import type { KubernetesObject, KubernetesResource } from "./kubernetes-object";
import { rehashedName } from "./names";

/**
 * Gives ConfigMaps and Jobs that were changed the names of their new content, and everything that reads a ConfigMap its
 * new name: neither kind can be changed in place.
 *
 * @param before the same resources in the same order, as they were rendered
 */
export function rehashed(
  before: readonly KubernetesResource[],
  after: readonly KubernetesResource[],
): readonly KubernetesResource[] {
  let result = after;
  before.forEach(({ object: old }, index) => {
    const now = after[index]?.object;
    if (now === undefined || old.kind !== "ConfigMap" || !hasNewContent(old, now, "data")) return;
    result = renamed(result, old.metadata.name, rehashedName(old.metadata.name, now["data"]));
  });
  return result.map((resource, index) => {
    const old = before[index]?.object;
    const now = resource.object;
    if (old === undefined || old.kind !== "Job" || !hasNewContent(old, now, "spec")) return resource;
    const name = rehashedName(old.metadata.name, now["spec"]);
    return { ...resource, object: { ...now, metadata: { ...now.metadata, name } } };
  });
}

/** Whether only the content was changed; whoever changed the name as well knows what they do. */
function hasNewContent(old: KubernetesObject, now: KubernetesObject, field: "data" | "spec"): boolean {
  return old.metadata.name === now.metadata.name && JSON.stringify(old[field]) !== JSON.stringify(now[field]);
}

/** A hashed name occurs as itself and as nothing else. */
function renamed(resources: readonly KubernetesResource[], from: string, to: string): readonly KubernetesResource[] {
  return resources.map((resource) => {
    const text = JSON.stringify(resource.object);
    const other = text.replaceAll(JSON.stringify(from), JSON.stringify(to));
    return other === text ? resource : { ...resource, object: JSON.parse(other) as KubernetesObject };
  });
}
