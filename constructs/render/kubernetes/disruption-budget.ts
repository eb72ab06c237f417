import type { ObjectOf } from "./kubernetes-object";
import type { Place } from "./place";

/**
 * How many pods of a workload may be evicted at a time: one. So a drain goes on, one pod after the other, and pods that
 * are not ready never hold it up.
 */
export function disruptionBudget(place: Place): ObjectOf<"PodDisruptionBudget"> {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: place.name, namespace: place.namespace, labels: place.labels },
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: place.selector },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    },
  };
}
