import type { VolumeFacts } from "../facts";
import { isObject, listOf, objectOf, textOf, type Json } from "../json";
import { kubernetesBytes } from "../quantity";
import type { WorkloadFacts } from "../workload";
import type { KubernetesObject } from "./object";

/** Every claim of a disk: by itself, by a stateful set for each replica, or by a pod for as long as it lives. */
export function readClaims(
  workloads: readonly WorkloadFacts[],
  objects: readonly KubernetesObject[],
): readonly VolumeFacts[] {
  const byPath = new Map(workloads.map((workload) => [workload.path, workload]));
  return objects.flatMap((object) => {
    if (object.kind === "PersistentVolumeClaim") return [claim(object.path, object, object.name, object.spec, 1)];
    const workload = byPath.get(object.path);
    if (workload === undefined) return [];
    const templates = listOf(object.spec["volumeClaimTemplates"]).map((item) => {
      const name = textOf(objectOf(objectOf(item)["metadata"])["name"]) ?? "";
      const path = `${object.path}:volumeClaimTemplates[${name}]`;
      return claim(path, object, name, objectOf(objectOf(item)["spec"]), workload.replicas);
    });
    const pod = objectOf(objectOf(object.spec["template"])["spec"]);
    const ephemeral = listOf(pod["volumes"]).flatMap((item) => {
      const volume = objectOf(item);
      if (!isObject(volume["ephemeral"])) return [];
      const name = textOf(volume["name"]) ?? "";
      const spec = objectOf(objectOf(volume["ephemeral"]["volumeClaimTemplate"])["spec"]);
      return claim(`${object.path}:volumes[${name}]`, object, name, spec, workload.replicas + workload.surge);
    });
    return [...templates, ...ephemeral];
  });
}

function claim(path: string, object: KubernetesObject, name: string, spec: Json, count: number): VolumeFacts {
  const size = kubernetesBytes(objectOf(objectOf(spec["resources"])["requests"])["storage"]);
  return { path, scope: object.namespace, name, size, count };
}
