import type { Connection } from "../../model/connection";
import type { Endpoint } from "../../model/endpoint";
import type { Peer } from "../../model/peer";
import type { ComposeNetwork, ComposePort, ComposeService } from "./file";
import type { Instance } from "./instance";
import { EDGE_NETWORK, EGRESS_NETWORK, peerName } from "./names";
import type { ComposeRender } from "./render";
import { cutSubnets } from "./subnets";

/** How the parts of an instance are connected. */
export type Attachment = Required<Pick<ComposeService, "networks">> | { readonly network_mode: string };

/** The networks of a platform. */
export interface NetworkPlan {
  readonly networks: Readonly<Record<string, ComposeNetwork>>;
  /** For whoever owns the network of an instance. */
  attachment(instance: Instance): Attachment;
}

/**
 * One internal network for each server, with its callers as the only other members; one through which gateways are
 * published, and one that leads out.
 */
export function planNetworks(render: ComposeRender): NetworkPlan {
  const joined = new Map(render.instances.map((instance) => [instance, networksOf(render, instance.workload.peer)]));
  const members = new Map<string, number>();
  for (const [instance, names] of joined) {
    const containers = instance.sandbox === undefined ? instance.scale + instance.init.length : 1;
    for (const name of names) members.set(name, (members.get(name) ?? 0) + containers);
  }
  for (const { workload } of render.instances) reportLoopback(render, workload.peer);
  return {
    networks: declareNetworks(render, members),
    attachment: (instance) => attach(instance, joined.get(instance) ?? []),
  };
}

function networksOf(render: ComposeRender, peer: Peer): readonly string[] {
  const names = new Set<string>();
  if (peer.endpoints.some(isReachable)) names.add(peerName(peer));
  for (const { endpoint } of peer.connections) {
    if (endpoint.kind === "external") names.add(EGRESS_NETWORK);
    else if (isReachable(endpoint)) names.add(peerName(endpoint.peer));
  }
  if (render.exposuresOf(peer).length > 0) names.add(EDGE_NETWORK);
  return [...names].sort();
}

function isReachable(endpoint: Endpoint): boolean {
  return endpoint.props.tls.mode !== "loopback";
}

function attach(instance: Instance, names: readonly string[]): Attachment {
  if (names.length === 0) return { network_mode: "none" };
  const own = peerName(instance.workload.peer);
  // Compose gives a service its own name as an alias; whoever stands in for it must be given the name.
  const standsIn = instance.sandbox !== undefined || instance.number > 1;
  return {
    networks: Object.fromEntries(names.map((name) => [name, name === own && standsIn ? { aliases: [own] } : {}])),
  };
}

function declareNetworks(
  render: ComposeRender,
  members: ReadonlyMap<string, number>,
): Readonly<Record<string, ComposeNetwork>> {
  const { platform } = render.lowered;
  const { networkCidr } = platform.spec.compose;
  const wishes = [...members].map(([name, count]) => ({ name, members: count }));
  const subnets = cutSubnets(networkCidr, platform.qualifiedName, wishes);
  if (subnets.size < wishes.length) {
    render.problems.add("ASH-TARGET-006", {
      path: `${platform.node.id}:compose.networkCidr`,
      message: `${wishes.length} networks do not fit into the address range`,
      value: networkCidr,
    });
  }
  return Object.fromEntries(
    [...subnets].map(([name, subnet]): [string, ComposeNetwork] => {
      const leadsOut = name === EDGE_NETWORK || name === EGRESS_NETWORK;
      return [name, { ...(leadsOut ? {} : { internal: true }), ipam: { config: [{ subnet }] } }];
    }),
  );
}

/** A port that listens on loopback alone cannot be called from another network namespace. */
function reportLoopback(render: ComposeRender, peer: Peer): void {
  const calls = ({ endpoint }: Connection): boolean =>
    endpoint.kind === "internal" && endpoint.peer !== peer && !isReachable(endpoint);
  for (const { endpoint } of peer.connections.filter(calls)) {
    render.problems.add("ASH-GRAPH-006", {
      path: peer.node.path,
      message: "connects to an endpoint that listens on loopback alone",
      value: endpoint.path,
      cure: 'serve the endpoint with tls: { mode: "mtls", by: "sidecar", verifies: "name" }',
    });
  }
}

/** What a gateway publishes on the host. */
export function portsOf(render: ComposeRender, instance: Instance): readonly ComposePort[] {
  const ports = new Map<number, ComposePort>();
  for (const { gateway, publishedPort } of render.exposuresOf(instance.workload.peer)) {
    ports.set(publishedPort, {
      target: gateway.props.port,
      published: String(publishedPort),
      host_ip: render.lowered.platform.spec.compose.bindAddress,
      protocol: "tcp",
    });
  }
  return [...ports.values()].sort((a, b) => Number(a.published) - Number(b.published));
}

/** Reports gateways of different peers that want the same port of the host. */
export function reportSharedPorts(render: ComposeRender): void {
  const owners = new Map<number, Peer>();
  for (const { gateway, publishedPort } of render.lowered.exposures) {
    const owner = owners.get(publishedPort);
    if (owner !== undefined && owner !== gateway.peer) reportPort(render, gateway, publishedPort);
    owners.set(publishedPort, gateway.peer);
  }
}

function reportPort(render: ComposeRender, gateway: Endpoint, port: number): void {
  render.problems.add("ASH-GRAPH-009", {
    path: gateway.path,
    message: "publishes a port of the host that another endpoint publishes",
    value: port,
    cure: "choose another published port",
  });
}
