import type { Endpoint } from "./endpoint";
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
  graphOf(exposure.gateway.peer).addExposure(exposure);
  return exposure;
}
