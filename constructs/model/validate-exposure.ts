import type { Endpoint } from "./endpoint";
import type { Exposure } from "./exposure";
import type { ExposureVia } from "./exposure-via";
import type { Graph } from "./graph";
import { HOSTNAME_FORM, isHostname } from "./hostname";
import type { Peer } from "./peer";

/** What only the whole graph tells of host names and of ports that redirect. */
export function reportEndpoints(graph: Graph): void {
  const published = new Set(graph.exposures.map(({ gateway }) => gateway));
  const refuse = (path: string, message: string, value: unknown, allowed: string): void => {
    graph.diagnostics.add("ASH-INPUT-002", { path, message, value, allowed });
  };
  for (const endpoint of graph.peers.flatMap(({ endpoints }) => endpoints)) {
    const { path } = endpoint;
    const { tls, protocol, hostnames = [] } = endpoint.props;
    for (const name of hostnames) {
      if (!isHostname(name)) refuse(`${path}:hostnames`, "not a host name", name, HOSTNAME_FORM);
    }
    if (tls.mode === "loopback" && hostnames.length > 0) {
      refuse(`${path}:hostnames`, "nobody calls a loopback port by a name", hostnames, "none");
    }
    if (tls.mode !== "redirect") continue;
    if (protocol !== "http") refuse(path, "only HTTP can be redirected", protocol, "http");
    if (!published.has(endpoint)) {
      refuse(path, "a port that only redirects is published by nobody", endpoint.id, "an exposed endpoint");
    }
  }
  for (const { caller, endpoint } of graph.connections) {
    if (endpoint.kind === "external" || endpoint.props.tls.mode !== "redirect") continue;
    refuse(caller.node.path, "calls a port that only redirects", endpoint.path, "an endpoint under TLS");
  }
}

/** Exposures that would stand in each other's way. */
export function reportExposures(graph: Graph): void {
  const { exposures } = graph;
  const conflicting = (
    keyOf: (exposure: Exposure) => string | undefined,
    valueOf: (exposure: Exposure) => string,
    tell: (exposure: Exposure, first: Exposure) => { readonly message: string; readonly cure: string },
  ): void => {
    const byKey = new Map<string, Exposure>();
    for (const exposure of exposures) {
      const key = keyOf(exposure);
      if (key === undefined) continue;
      const first = byKey.get(key);
      if (first === undefined) byKey.set(key, exposure);
      else if (valueOf(first) !== valueOf(exposure)) {
        graph.diagnostics.add("ASH-GRAPH-009", { path: exposure.gateway.path, ...tell(exposure, first) });
      }
    }
  };

  conflicting(
    ({ gateway, host, path }) => [portOf(gateway), host, path].join(" "),
    ({ to }) => to.path,
    (exposure, first) => ({
      message: `${address(exposure)} leads to ${first.to.path} and to ${exposure.to.path}`,
      cure: "give one of them another host or path",
    }),
  );
  conflicting(
    ({ gateway, publishedPort }) => `${gateway.peer.node.path} ${publishedPort}`,
    ({ gateway }) => portOf(gateway),
    ({ gateway, publishedPort }, first) => ({
      message: `the published port ${publishedPort} leads to ${first.gateway.id} and to ${gateway.id}`,
      cure: "choose another published port",
    }),
  );
  conflicting(
    frontKey,
    ({ gateway }) => portOf(gateway),
    (exposure, first) => ({
      message: `${address(exposure)} leads to ${first.gateway.path} and to ${exposure.gateway.path}`,
      cure: "expose it through one of them",
    }),
  );
  conflicting(
    gatewayKey,
    ({ via }) => (via.kind === "gateway-api" && via.gateway.sectionName !== undefined ? "one listener" : "all"),
    ({ host, via }) => ({
      message: `${via.kind} leads ${host} in by every listener of a Gateway and by one of them`,
      cure: "name the listener in all of them, or in none",
    }),
  );
  conflicting(
    objectKey,
    ({ via }) => canonical(via),
    (exposure) => ({
      message: `two exposures by ${exposure.via.kind} are one object, and ask for different settings`,
      cure: "say via alike in all of them",
    }),
  );
}

/** A host is the published port's own; behind a controller or a Gateway it is the cluster's. */
function frontKey({ gateway, host, path, via }: Exposure): string | undefined {
  if (gateway.props.tls.mode === "redirect") return undefined;
  switch (via.kind) {
    case "load-balancer":
      return undefined;
    case "ingress":
      return [via.kind, via.className, host, path].join(" ");
    case "gateway-api":
      return [via.kind, via.gateway.namespace, via.gateway.name, via.gateway.sectionName, host].join(" ");
    default:
      return via satisfies never;
  }
}

/** A host of a gateway, on a Gateway. */
function gatewayKey({ gateway, host, via }: Exposure): string | undefined {
  if (via.kind !== "gateway-api") return undefined;
  return [pathOf(gateway.peer), host, via.gateway.namespace, via.gateway.name].join(" ");
}

/** Exposures that are written into one object, whose settings there is one of; a route may have several Gateways. */
function objectKey({ gateway, host, via }: Exposure): string | undefined {
  const { path } = gateway.peer.node;
  switch (via.kind) {
    case "load-balancer":
      return `${via.kind} ${path}`;
    case "ingress":
      return `${via.kind} ${path} ${host ?? ""}`;
    case "gateway-api":
      return undefined;
    default:
      return via satisfies never;
  }
}

const pathOf = (peer: Peer): string => peer.node.path;

/** Endpoints of one server may share its port. */
const portOf = ({ peer, props }: Endpoint): string => `${pathOf(peer)} ${props.port}`;

const address = ({ host = "any host", path, via }: Exposure): string =>
  via.kind === "gateway-api" ? host : `${host} ${path}`;

/** The same text for the same settings, in whatever order they are said. */
function canonical(via: ExposureVia): string {
  return JSON.stringify(via, (_, value: unknown) =>
    typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).sort()) : value,
  );
}
