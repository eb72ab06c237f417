import type { Workload } from "../../model/workload";
import { servicePorts } from "./container-ports";
import { annotated } from "./exposure-group";
import { serviceAnnotations } from "./ingress-controller";
import type { ObjectOf } from "./kubernetes-object";
import { partName, type Place } from "./place";
import type { RenderContext } from "./render-context";

/** The stable address of a peer that serves; undefined when nobody can reach it. */
export function serviceOf(workload: Workload, context: RenderContext): ObjectOf<"Service"> | undefined {
  const place = context.place(workload.peer);
  const ports = servicePorts(workload.peer.endpoints);
  if (ports.length === 0) return undefined;
  const exposures = workload.peer.endpoints.flatMap((endpoint) => context.exposuresOf(endpoint));
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: place.name,
      namespace: place.namespace,
      labels: place.labels,
      ...annotated(serviceAnnotations(exposures)),
    },
    spec: { type: "ClusterIP", selector: place.selector, ports },
  };
}

/** Name of the Service that gives each pod of a stateful workload its own name. */
export function headlessName(place: Place): string {
  return partName(place, "headless");
}

/**
 * The Service that governs a stateful workload. Clients use the other one: its address outlives the pods, and theirs is
 * in certificates. Pods are named before they are ready, so that replicas find each other.
 */
export function headlessService(workload: Workload, context: RenderContext): ObjectOf<"Service"> {
  const place = context.place(workload.peer);
  const ports = servicePorts(workload.peer.endpoints);
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: headlessName(place), namespace: place.namespace, labels: place.labels },
    spec: {
      type: "ClusterIP",
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: place.selector,
      ...(ports.length === 0 ? {} : { ports }),
    },
  };
}
