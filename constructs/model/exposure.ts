import { isPort, type Endpoint } from "./endpoint";
import { graphOf } from "./graph";

/** How the outside reaches a gateway on Kubernetes. */
export type ExposureVia = "load-balancer" | "ingress";

/** A public host and path that lead through a gateway's endpoint to an endpoint. Only gateways make these. */
export interface Exposure {
  /** The gateway's own port, the only one that is published. */
  readonly gateway: Endpoint;
  /** Where the path leads. */
  readonly to: Endpoint;
  /** Public host name; absent: any. */
  readonly host?: string;
  readonly path: string;
  /** Port on the host's side. */
  readonly publishedPort: number;
  readonly via: ExposureVia;
}

/** Publishes a path through a gateway. */
export function expose(exposure: Exposure): Exposure {
  const { gateway, to, path, publishedPort } = exposure;
  const graph = graphOf(gateway.peer);
  const refuse = (message: string, value: unknown, allowed: string): void => {
    graph.diagnostics.add("ASH-INPUT-002", { path: gateway.path, message, value, allowed });
  };
  if (gateway.peer.node.root !== to.peer.node.root) {
    graph.diagnostics.add("ASH-GRAPH-001", {
      path: gateway.path,
      message: `exposes ${to.path}, which belongs to another platform`,
      allowed: `an endpoint of ${graph.name}`,
    });
  }
  if (gateway.props.tls.mode === "loopback")
    refuse("a loopback port cannot be published", gateway.id, "a reachable endpoint");
  if (!path.startsWith("/")) refuse("the exposed path is not absolute", path, "a path that begins with /");
  if (!isPort(publishedPort)) refuse("the published port is no port", publishedPort, "1 to 65535");
  graph.addExposure(exposure);
  return exposure;
}
