import { isPort, type Endpoint } from "./endpoint";
import { type ExposureVia, exposureViaSchema } from "./exposure-via";
import { graphOf } from "./graph";
import { HOSTNAME_FORM, isHostname } from "./hostname";
import { issuesToDiagnostics } from "./spec";

export type { ExposureVia } from "./exposure-via";

/** A public host and path that lead through a gateway's endpoint to an endpoint. Only gateways make these. */
export interface Exposure {
  /**
   * The gateway's own port, the only one that is published. One that only redirects is published by a load balancer;
   * where an ingress controller or a Gateway stands in front, redirecting is theirs.
   */
  readonly gateway: Endpoint;
  /** Where the path leads; for a port that only redirects, the gateway's port that it redirects to. */
  readonly to: Endpoint;
  /** Public host name; absent: any. `*.acme.example` is every name one label longer. A Gateway needs one. */
  readonly host?: string;
  readonly path: string;
  /** Port on the host's side. */
  readonly publishedPort: number;
  readonly via: ExposureVia;
}

const viaSchema = exposureViaSchema();

/** Publishes a path through a gateway. */
export function expose(exposure: Exposure): Exposure {
  const { gateway, to, path, host, publishedPort, via } = exposure;
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
  if (host !== undefined && !isHostname(host)) refuse("the exposed host is not a host name", host, HOSTNAME_FORM);
  const parsed = viaSchema.safeParse(via, { reportInput: true });
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({ ...issue, path: ["via", ...issue.path] }));
    graph.diagnostics.addAll(issuesToDiagnostics(gateway.path, issues, { via }));
  } else if (host === undefined && hostNeeded(via) !== undefined) {
    graph.diagnostics.add("ASH-INPUT-003", {
      path: `${gateway.path}:host`,
      message: `the exposure has no host, and ${hostNeeded(via)}`,
      cure: "name the public host",
    });
  }
  graph.addExposure(exposure);
  return exposure;
}

/** Why a way in cannot do without a host; undefined when it can. */
function hostNeeded(via: ExposureVia): string | undefined {
  switch (via.kind) {
    case "load-balancer":
      return undefined;
    case "ingress":
      return via.issuer === undefined ? undefined : "a certificate is issued for a host";
    case "gateway-api":
      return "a Gateway passes TLS on by the host that is asked for";
    default:
      return via satisfies never;
  }
}
