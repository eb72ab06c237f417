import type { Endpoint } from "../../model/endpoint";
import type { Exposure } from "../../model/exposure";
import type { KubernetesResource, ObjectOf } from "./kubernetes-object";
import { slug } from "./names";
import { partName, type Place } from "./place";
import type { RenderContext } from "./render-context";

/**
 * How the outside reaches a gateway: one Service of type LoadBalancer for its ports, one Ingress for each host. An
 * Ingress ends the public TLS with a Secret that the cluster's own issuer, or its people, put there, and speaks TLS to
 * the gateway; how a controller is told so is its own annotation, which an edit of the Ingress adds.
 */
export function exposureResources(gateway: Endpoint, context: RenderContext): readonly KubernetesResource[] {
  const place = context.place(gateway.peer);
  const balanced: Exposure[] = [];
  const routed = new Map<string | undefined, Exposure[]>();
  for (const exposure of context.exposuresOf(gateway)) {
    switch (exposure.via) {
      case "load-balancer":
        balanced.push(exposure);
        break;
      case "ingress":
        routed.set(exposure.host, [...(routed.get(exposure.host) ?? []), exposure]);
        break;
      default:
        exposure.via satisfies never;
    }
  }
  const { path } = place;
  return [
    ...(balanced.length === 0 ? [] : [{ path, id: "Service.public", object: publicService(gateway, balanced, place) }]),
    ...[...routed].map(([host, ways]) => ({
      path,
      id: host === undefined ? "Ingress" : `Ingress.${host}`,
      object: ingressOf(gateway, host, ways, place),
    })),
  ];
}

function publicService(gateway: Endpoint, exposures: readonly Exposure[], place: Place): ObjectOf<"Service"> {
  const published = [...new Set(exposures.map((exposure) => exposure.publishedPort))].sort((a, b) => a - b);
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: partName(place, "public"), namespace: place.namespace, labels: place.labels },
    spec: {
      type: "LoadBalancer",
      selector: place.selector,
      ports: published.map((port) => ({
        name: `public-${port}`,
        port,
        targetPort: gateway.props.port,
        protocol: "TCP",
      })),
    },
  };
}

function ingressOf(
  gateway: Endpoint,
  host: string | undefined,
  exposures: readonly Exposure[],
  place: Place,
): ObjectOf<"Ingress"> {
  const paths = [...new Set(exposures.map((exposure) => exposure.path))].sort();
  const backend = { service: { name: place.name, port: { number: gateway.props.port } } };
  const name = host === undefined ? place.name : partName(place, slug(host));
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, namespace: place.namespace, labels: place.labels },
    spec: {
      tls: [{ ...(host === undefined ? {} : { hosts: [host] }), secretName: publicSecret(place, host) }],
      rules: [
        {
          ...(host === undefined ? {} : { host }),
          http: { paths: paths.map((path) => ({ path, pathType: "Prefix", backend })) },
        },
      ],
    },
  };
}

function publicSecret(place: Place, host: string | undefined): string {
  return partName(place, host === undefined ? "public-tls" : `${slug(host)}-public-tls`);
}
