import type { PortFacts } from "../container";
import { makeEdge, makeUnreadEdge, type EdgeClient, type EdgeFacts } from "../edge";
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
    const add = (client: EdgeClient, { port, protocol, to }: Reachable): void => {
      const who = client.kind === "workload" ? client.workload.path : client.who;
      const key = `${who}|${protocol}/${port}-${to ?? ""}`;
      if (seen.has(key)) return;
      seen.add(key);
      edges.push(
        to === undefined
          ? makeEdge(client, server, port, protocol, publicPorts)
          : makeUnreadEdge(client, server, port, to),
      );
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

/** A port, or a range of them up to `to` behind which something unknown may listen anywhere. */
interface Reachable extends PortFacts {
  readonly to?: number;
}

/**
 * The ports that a rule opens: those that somebody listens on, single ones that the rule names, and whole ranges where
 * a program does not say on which of them it listens.
 */
function reachablePorts(server: WorkloadFacts, rule: PolicyRule | undefined): readonly Reachable[] {
  const known = server.listeners
    .filter((listener) => !listener.loopbackOnly)
    .map(({ port, protocol, name }) => ({ port, protocol, name }));
  if (rule === undefined) return known;
  const open = known.filter((port) => allowsPort(rule, port));
  const named = (rule.ports ?? [])
    .filter((port) => port.name === undefined && port.from === port.to && port.protocol === "TCP")
    .filter((port) => !server.listeners.some((listener) => listener.port === port.from))
    .map((port) => ({ port: port.from, protocol: port.protocol, name: undefined }));
  return [...open, ...named, ...(isUnread(server) ? rangesOf(rule) : [])];
}

/** Whether a program of it is one that no reader knows and that declares no port. */
function isUnread({ containers }: WorkloadFacts): boolean {
  return containers.some(({ role, reading, ports }) => role !== "init" && reading === undefined && ports.length === 0);
}

/** The TCP ports that a rule opens without naming each of them. */
function rangesOf(rule: PolicyRule): readonly Reachable[] {
  const ranges = rule.ports ?? [{ protocol: "TCP", name: undefined, from: 0, to: 65535 }];
  return ranges
    .filter(({ protocol, name, from, to }) => protocol === "TCP" && name === undefined && from < to)
    .map(({ protocol, from, to }) => ({ port: Math.max(from, 1), to, protocol, name: undefined }));
}

function clientsOf(
  peer: RulePeer,
  server: number,
  port: Reachable,
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

function mayCall(egress: Allowed, server: number, port: Reachable): boolean {
  return (
    egress === undefined ||
    egress.some(
      (rule) =>
        allowsPort(rule, port, port.to) &&
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
