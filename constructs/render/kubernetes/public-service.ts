import { annotated, type ExposureBy } from "./exposure-group";
import type { ObjectOf } from "./kubernetes-object";
import { partName, type Place } from "./place";

/**
 * One Service for all ports that a gateway publishes. Traffic stays on the node that it came to, so the gateway sees its
 * clients' addresses, which rate limits and logs are about; the balancer leaves out nodes without a gateway's pod.
 */
export function publicService(exposures: readonly ExposureBy<"load-balancer">[], place: Place): ObjectOf<"Service"> {
  const targets = new Map(exposures.map(({ publishedPort, gateway }) => [publishedPort, gateway.props.port]));
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: partName(place, "public"),
      namespace: place.namespace,
      labels: place.labels,
      ...annotated(exposures[0]?.via.annotations),
    },
    spec: {
      type: "LoadBalancer",
      externalTrafficPolicy: "Local",
      selector: place.selector,
      ports: [...targets]
        .sort(([a], [b]) => a - b)
        .map(([port, targetPort]) => ({ name: `public-${port}`, port, targetPort, protocol: "TCP" })),
    },
  };
}
