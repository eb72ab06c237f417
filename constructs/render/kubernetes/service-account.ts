import type { ObjectOf } from "./kubernetes-object";
import type { Place } from "./place";

/** The account of one workload. It carries no token by itself; a pod that calls the API asks for one. */
export function serviceAccount(place: Place): ObjectOf<"ServiceAccount"> {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: place.name, namespace: place.namespace, labels: place.labels },
    automountServiceAccountToken: false,
  };
}
