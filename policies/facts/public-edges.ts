import { makeEdge, makeUnreadEdge, type EdgeClient, type EdgeFacts } from "./edge";
import type { ExposureFacts } from "./facts";
import { isLoopback } from "./readers/address";
import type { WorkloadFacts } from "./workload";

/** Every port there is: what a way in leads to when nothing says which. */
const LAST_PORT = 65535;

/**
 * Who comes in from outside, a row for each way in and port: through what is published, and to whoever shares the
 * network of its machine. What a program serves on loopback is reached by none of them.
 */
export function readPublicEdges(
  workloads: readonly WorkloadFacts[],
  exposures: readonly ExposureFacts[],
): readonly EdgeFacts[] {
  const servers = new Map(workloads.map((workload) => [workload.path, workload]));
  const edges = new Map<string, EdgeFacts>();
  const add = (edge: EdgeFacts): void => {
    edges.set(`${edge.from}|${edge.server.path}|${edge.protocol}/${edge.portText}`, edge);
  };
  for (const exposure of exposures) {
    const server = exposure.workload === undefined ? undefined : servers.get(exposure.workload);
    // What is cut off publishes nothing; what shares the machine's network is open there with or without being published.
    if (server === undefined || server.isCutOff || isOnHostNetwork(server)) continue;
    for (const edge of edgesOf(exposure, server)) add(edge);
  }
  for (const server of workloads) {
    if (!isOnHostNetwork(server)) continue;
    const client: EdgeClient = { kind: "public", who: "whoever reaches the machine whose network it shares" };
    for (const { port, protocol, loopbackOnly } of server.listeners)
      if (!loopbackOnly) add({ ...makeEdge(client, server, port, protocol, NONE), isPublic: true });
  }
  return [...edges.values()];
}

const NONE: ReadonlySet<string> = new Set();

function isOnHostNetwork({ hostNamespaces }: WorkloadFacts): boolean {
  return hostNamespaces.includes("network");
}

function edgesOf(exposure: ExposureFacts, server: WorkloadFacts): readonly EdgeFacts[] {
  const client = clientOf(exposure);
  const reachable = server.listeners.filter(
    ({ loopbackOnly, protocol }) => !loopbackOnly && protocol === exposure.protocol,
  );
  const edge = (port: number): EdgeFacts => ({
    ...makeEdge(client, server, port, exposure.protocol, NONE),
    isPublic: true,
  });
  if (exposure.port === undefined) {
    // A port that only the environment knows may be any of those that are there.
    return reachable.length > 0
      ? reachable.map(({ port }) => edge(port))
      : [{ ...makeUnreadEdge(client, server, 1, LAST_PORT), isPublic: true }];
  }
  const isClosed = server.listeners.some(
    ({ port, protocol, loopbackOnly }) => port === exposure.port && protocol === exposure.protocol && loopbackOnly,
  );
  return isClosed ? [] : [edge(exposure.port)];
}

function clientOf({ kind, address, text, path }: ExposureFacts): EdgeClient {
  switch (kind) {
    case "published":
      return onAddress(address, "the host", `published as ${text}`);
    case "host-port":
      return onAddress(address, "the node", `host port ${text}`);
    case "node-port":
      return { kind: "public", who: `whoever reaches a node (${path}, node port ${text})` };
    case "load-balancer":
      return { kind: "public", who: `whoever reaches the load balancer (${path}, ${text})` };
    case "external-address":
      return { kind: "public", who: `whoever reaches ${address ?? "the address"} (${path}, ${text})` };
    case "ingress":
      return { kind: "public", who: `whoever comes through ${path} (${text})` };
    default:
      return kind satisfies never;
  }
}

function onAddress(address: string | undefined, machine: string, how: string): EdgeClient {
  if (address !== undefined && isLoopback(address)) return { kind: "machine", who: `programs of ${machine} (${how})` };
  return { kind: "public", who: `whoever reaches ${machine} (${how})` };
}
