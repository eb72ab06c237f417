import type { PortFacts } from "../container";
import { makeEdge, type EdgeClient, type EdgeFacts } from "../edge";
import type { WorkloadFacts } from "../workload";
import { allowsPort, isOpen, type Allowed, type PodPolicies, type PolicyRule, type RulePeer } from "./network-policy";

/** More callers than this by one selector are told as one: the finding is the same for each of them. */
const MANY = 32;

/**
 * Who reaches which port: the server's own policies must let the client in, and the client's must let it out to that
 * port. Loopback ports are nobody's.
 */
export function readEdges(
  workloads: readonly WorkloadFacts[],
  policies: PodPolicies,
  publicPorts: ReadonlySet<string>,
): readonly EdgeFacts[] {
  const edges: EdgeFacts[] = [];
  workloads.forEach((server, position) => {
    const seen = new Set<string>();
    const add = (client: EdgeClient, { port, protocol }: PortFacts): void => {
      const who = client.kind === "workload" ? client.workload.path : client.who;
      const key = `${who}|${protocol}/${port}`;
      if (seen.has(key)) return;
      seen.add(key);
      edges.push(makeEdge(client, server, port, protocol, publicPorts));
    };
    const rules = policies.ingress[position];
    if (rules === undefined) {
      const anybody: EdgeClient = { kind: "any", who: "any pod, as no network policy limits who calls" };
      for (const port of reachablePorts(server, undefined)) add(anybody, port);
      return;
    }
    for (const rule of rules) {
      const ports = reachablePorts(server, rule);
      for (const peer of rule.peers)
        for (const port of ports)
          for (const client of clientsOf(peer, position, port, workloads, policies)) add(client, port);
    }
  });
  return edges;
}

/** The ports that a rule opens: those that somebody listens on, and single ones that the rule names. */
function reachablePorts(server: WorkloadFacts, rule: PolicyRule | undefined): readonly PortFacts[] {
  const known = server.listeners
    .filter((listener) => !listener.loopbackOnly)
    .map(({ port, protocol, name }) => ({ port, protocol, name }));
  if (rule === undefined) return known;
  const open = known.filter((port) => allowsPort(rule, port));
  const named = (rule.ports ?? [])
    .filter((port) => port.name === undefined && port.from === port.to && port.protocol === "TCP")
    .filter((port) => !server.listeners.some((listener) => listener.port === port.from))
    .map((port) => ({ port: port.from, protocol: port.protocol, name: undefined }));
  return [...open, ...named];
}

function clientsOf(
  peer: RulePeer,
  server: number,
  port: PortFacts,
  workloads: readonly WorkloadFacts[],
  policies: PodPolicies,
): readonly EdgeClient[] {
  switch (peer.kind) {
    case "everybody":
      return [{ kind: "any", who: "everybody, inside and outside" }];
    case "addresses":
      return [{ kind: "outside", who: peer.who }];
    case "pods": {
      const { members, who } = peer.selection;
      // Pods that somebody else starts there: an ingress controller, or what an operator makes.
      if (members.size === 0) return [{ kind: "outside", who: `${who}, which the artifact does not hold` }];
      const clients: EdgeClient[] = [];
      for (const member of members) {
        const workload = workloads[member];
        if (member === server || workload === undefined || !mayCall(policies.egress[member], server, port)) continue;
        if (clients.length === MANY) return [{ kind: "any", who }];
        clients.push({ kind: "workload", workload });
      }
      return clients;
    }
    default:
      return peer satisfies never;
  }
}

function mayCall(egress: Allowed, server: number, port: PortFacts): boolean {
  return (
    egress === undefined ||
    egress.some(
      (rule) =>
        allowsPort(rule, port) &&
        rule.peers.some(
          (peer) => peer.kind === "everybody" || (peer.kind === "pods" && peer.selection.members.has(server)),
        ),
    )
  );
}

/** Whether policies limit a workload, each way. */
export function isolationOf(policies: PodPolicies, position: number): Pick<WorkloadFacts, "isolation" | "isWideOpen"> {
  const ingress = policies.ingress[position];
  return {
    isolation: { ingress: !isOpen(ingress), egress: !isOpen(policies.egress[position]) },
    isWideOpen: ingress === undefined || ingress.some((rule) => rule.ports === undefined && rule.peers.length > 0),
  };
}
