import { byHost, type ExposureBy, hostSlug } from "./exposure-group";
import type { KubernetesResource, ObjectOf } from "./kubernetes-object";
import { partName, type Place } from "./place";
import type { RenderContext } from "./render-context";
import type { GatewayReference } from "./tls-route-spec";

type Exposures = readonly [ExposureBy<"gateway-api">, ...ExposureBy<"gateway-api">[]];

/**
 * A TLSRoute for each host: the Gateway reads the name that a client asks for and passes the connection on as it is, so
 * TLS ends at our gateway and nobody between reads along. Paths are our gateway's to tell apart. The client's address
 * ends at the Gateway, unless its controller speaks the PROXY protocol.
 */
export function tlsRouteResources(
  exposures: readonly ExposureBy<"gateway-api">[],
  place: Place,
  context: RenderContext,
): readonly KubernetesResource[] {
  return byHost(exposures).flatMap(([host, ways]) => {
    // `expose` has told the lack of a host.
    if (host === undefined) return [];
    for (const { name, namespace } of gatewaysOf(ways)) {
      context.problems.add("ASH-ENV-001", {
        path: ways[0].gateway.path,
        severity: "info",
        message: `the Gateway ${namespace}/${name} must take the route of ${host}`,
        value: place.namespace,
        cure: "give it a listener of protocol TLS and mode Passthrough whose allowedRoutes take the namespace's",
      });
    }
    return [{ path: place.path, id: `TLSRoute.${host}`, object: routeOf(host, ways, place) }];
  });
}

function routeOf(host: string, exposures: Exposures, place: Place): ObjectOf<"TLSRoute"> {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "TLSRoute",
    metadata: { name: partName(place, hostSlug(host)), namespace: place.namespace, labels: place.labels },
    spec: {
      parentRefs: gatewaysOf(exposures),
      hostnames: [host],
      rules: [{ backendRefs: [{ name: place.name, port: exposures[0].gateway.props.port }] }],
    },
  };
}

/** The Gateways of a host, each once. */
function gatewaysOf(exposures: Exposures): readonly GatewayReference[] {
  const gateways = exposures.map(({ via: { gateway } }): readonly [string, GatewayReference] => {
    const { name, namespace, sectionName } = gateway;
    const reference = { name, namespace, ...(sectionName === undefined ? {} : { sectionName }) };
    return [JSON.stringify(Object.values(reference)), reference];
  });
  return [...new Map(gateways)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, gateway]) => gateway);
}
