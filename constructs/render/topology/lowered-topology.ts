import type { Construct } from "constructs";
import type { Component } from "../../model/component";
import type { Connection } from "../../model/connection";
import type { EndpointTls, Protocol } from "../../model/endpoint";
import type { Exposure } from "../../model/exposure";
import { MAIN } from "../../model/names";
import type { Peer } from "../../model/peer";
import { Scope } from "../../model/scope";
import type { Run, Workload } from "../../model/workload";
import type { LoweredClaim, LoweredPlatform } from "../lower";
import type {
  EdgeSecurity,
  Topology,
  TopologyComponent,
  TopologyEdge,
  TopologyExposure,
  TopologyExternal,
  TopologyScope,
  TopologyWorkload,
} from "./topology";

/** Where pods find the API server of their cluster. */
const API_SERVER: TopologyExternal = {
  path: "kubernetes-api",
  name: "Kubernetes API",
  host: "kubernetes.default.svc",
  port: 443,
};

/** Who there is in a lowered platform, and who talks with whom. */
export function topologyOf(lowered: LoweredPlatform): Topology {
  const { platform, target, workloads, claims, exposures } = lowered;
  const connections = platform.graph.connections;
  const callsApi = workloads.filter(({ workload }) => workload.apiAccess === true).map(({ workload }) => workload.peer);
  return {
    platform: platform.node.id,
    environment: platform.spec.environment,
    target,
    scopes: [scopeOf(platform), ...platform.graph.scopes.map(scopeOf).sort(byPath)],
    components: unique([...workloads, ...claims].map(({ component }) => componentOf(component))),
    workloads: unique([
      ...workloads.map(({ component, workload }) => workloadOf(component, workload)),
      ...claims.map(claimOf),
    ]),
    edges: uniqueEdges([...connections.flatMap(edgeOf), ...callsApi.map(apiEdge)]),
    exposures: exposuresOf(exposures),
    externals: unique([...connections.flatMap(externalOf), ...(callsApi.length > 0 ? [API_SERVER] : [])]),
  };
}

function scopeOf(scope: Construct): TopologyScope {
  const { path, id, scope: above } = scope.node;
  return { path, name: id, ...(above === undefined ? {} : { parent: Scope.of(above).node.path }) };
}

function componentOf(component: Component): TopologyComponent {
  return {
    path: component.node.path,
    name: component.node.id,
    type: kindOf(component),
    scope: Scope.of(component).node.path,
  };
}

/** As the class declares it: the name of a class does not survive every bundler. */
function kindOf(component: Component): string {
  const { kind, name } = component.constructor as typeof Component;
  return kind ?? name;
}

function workloadOf(component: Component, { peer, run, sidecars }: Workload): TopologyWorkload {
  return {
    ...partOf(component, peer),
    kind: run.kind,
    replicas: run.kind === "service" || run.kind === "stateful" ? run.replicas : 1,
    ...(run.kind === "cron" ? { schedule: scheduleOf(run) } : {}),
    sidecars: sidecars.map(({ name }) => name),
    after: peer.jobsBefore.map(pathOf).sort(),
  };
}

function claimOf({ component, claim }: LoweredClaim): TopologyWorkload {
  return { ...partOf(component, claim.peer), kind: "claim", replicas: 1, sidecars: [], after: [] };
}

function partOf(component: Component, peer: Peer): Pick<TopologyWorkload, "path" | "name" | "component"> {
  const name = peer.node.id === MAIN ? component.node.id : peer.node.id;
  return { path: pathOf(peer), name, component: component.node.path };
}

function scheduleOf({ schedule }: Run & { readonly kind: "cron" }): string {
  return "every" in schedule ? `every ${schedule.every.toString()}` : schedule.cron.toString();
}

/** A peer's path; the main part of a component has that of the component. */
function pathOf({ node }: Peer): string {
  return node.id === MAIN && node.scope !== undefined ? node.scope.node.path : node.path;
}

/** None for a program that calls itself. */
function edgeOf({ caller, endpoint, client, negotiated }: Connection): readonly TopologyEdge[] {
  const from = pathOf(caller);
  if (endpoint.kind === "external") {
    const { port, protocol, tls } = endpoint.spec;
    const server = tls === "tls" ? "native" : "none";
    const start = tls === "tls" ? startOf(protocol, negotiated) : {};
    return [{ from, to: endpoint.path, port, protocol, security: tls, ...start, client: "none", server }];
  }
  if (endpoint.peer === caller) return [];
  const { port, protocol, tls } = endpoint.props;
  return [
    {
      from,
      to: pathOf(endpoint.peer),
      endpoint: endpoint.id,
      port,
      protocol,
      security: securityOf(tls),
      ...(tls.mode === "mtls" || tls.mode === "tls" ? startOf(protocol, negotiated) : {}),
      client: tls.mode === "mtls" ? client : "none",
      server: tls.mode === "mtls" && tls.by === "sidecar" ? "sidecar" : tls.mode === "redirect" ? "none" : "native",
    },
  ];
}

/** PostgreSQL's clients ask for TLS first, in plain text, and speak it when the server has agreed. */
function startOf(protocol: Protocol, negotiated: boolean): Pick<TopologyEdge, "negotiated"> {
  return protocol === "postgresql" || negotiated ? { negotiated: true } : {};
}

function apiEdge(peer: Peer): TopologyEdge {
  const { path: to, port } = API_SERVER;
  return { from: pathOf(peer), to, port, protocol: "http", security: "tls", client: "none", server: "native" };
}

function securityOf(tls: EndpointTls): EdgeSecurity {
  switch (tls.mode) {
    case "mtls":
      return tls.verifies === "name" ? "mtls-name" : "mtls-ca";
    case "tls":
      return "tls";
    case "redirect":
      return "redirect";
    // Nobody outside the workload reaches it, and nothing protects it inside.
    case "loopback":
      return "plain";
    default:
      return tls satisfies never;
  }
}

function externalOf({ endpoint }: Connection): readonly TopologyExternal[] {
  if (endpoint.kind !== "external") return [];
  const { host, port } = endpoint.spec;
  return [{ path: endpoint.path, name: endpoint.node.id, host, port }];
}

/** The routes of one host and port together. */
function exposuresOf(exposures: readonly Exposure[]): readonly TopologyExposure[] {
  const groups = new Map<string, Exposure[]>();
  for (const exposure of exposures) {
    const key = `${exposure.gateway.path} ${exposure.publishedPort} ${exposure.host ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), exposure]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, routes]) => {
      const [first] = routes;
      if (first === undefined) return [];
      const { gateway, host, publishedPort, via } = first;
      return {
        path,
        ...(host === undefined ? {} : { host }),
        port: publishedPort,
        via: via.kind,
        gateway: pathOf(gateway.peer),
        security: securityOf(gateway.props.tls),
        routes: routes.map((route) => ({ path: route.path, to: pathOf(route.to.peer) })).sort(byPath),
      };
    });
}

const byPath = (a: { readonly path: string }, b: { readonly path: string }): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;

function unique<Item extends { readonly path: string }>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [item.path, item])).values()].sort(byPath);
}

/** A caller that logs in to one endpoint in several roles is one edge. */
function uniqueEdges(edges: readonly TopologyEdge[]): readonly TopologyEdge[] {
  const key = ({ from, to, endpoint = "", client }: TopologyEdge): string => [from, to, endpoint, client].join(" ");
  const byKey = new Map(edges.map((edge) => [key(edge), edge]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, edge]) => edge);
}
