import { makeEdge, type EdgeClient, type EdgeFacts } from "../edge";
import { isObject, objectOf, scalarText, textOf, textsOf } from "../json";
import type { WorkloadFacts } from "../workload";
import type { Project } from "./project";
import { isExternal, type ComposeWorkload } from "./workloads";

/** More neighbours than this on one network are told as one: the finding is the same for each of them. */
const MANY = 32;

/**
 * Who reaches which port: everybody on a network reaches every port of everybody else on it. Ports that no service
 * declares are known from those who call them by `host:port`.
 */
export function readEdges(
  groups: readonly ComposeWorkload[],
  project: Project,
  publicPorts: ReadonlySet<string>,
): readonly EdgeFacts[] {
  const members = new Map<string, WorkloadFacts[]>();
  for (const { workload } of groups) {
    for (const network of workload.networks) {
      const present = members.get(network);
      if (present === undefined) members.set(network, [workload]);
      else present.push(workload);
    }
  }
  const called = calledPorts(groups, project);
  return groups.flatMap(({ workload: server }) => {
    const ports = portsOf(server, called.get(server.path) ?? new Set());
    const clients = new Map<string, EdgeClient>();
    for (const network of ports.length === 0 ? [] : server.networks)
      for (const [key, client] of neighbours(server, network, members.get(network) ?? [], project))
        clients.set(key, client);
    return [...clients.values()].flatMap((client) =>
      ports.map(({ port, protocol }) => makeEdge(client, server, port, protocol, publicPorts)),
    );
  });
}

function portsOf(
  server: WorkloadFacts,
  called: ReadonlySet<number>,
): readonly { readonly port: number; readonly protocol: string }[] {
  const known = server.listeners.filter((listener) => !listener.loopbackOnly);
  const unknown = [...called].filter((port) => !known.some((listener) => listener.port === port));
  return [
    ...known.map(({ port, protocol }) => ({ port, protocol })),
    ...unknown.map((port) => ({ port, protocol: "TCP" })),
  ];
}

function neighbours(
  server: WorkloadFacts,
  network: string,
  members: readonly WorkloadFacts[],
  project: Project,
): readonly (readonly [string, EdgeClient])[] {
  const others = members.filter((member) => member !== server);
  const clients: (readonly [string, EdgeClient])[] = [];
  if (isExternal(network, project))
    clients.push([network, { kind: "any", who: `whoever else is on the external network ${network}` }]);
  if (others.length > MANY) clients.push([network, { kind: "any", who: `every service on network ${network}` }]);
  else for (const workload of others) clients.push([workload.path, { kind: "workload", workload }]);
  return clients;
}

/** Ports by the path of the workload that is called, from every text that names one of its hosts. */
function calledPorts(groups: readonly ComposeWorkload[], project: Project): ReadonlyMap<string, ReadonlySet<number>> {
  const hosts = new Map<string, WorkloadFacts>();
  for (const { workload, services } of groups)
    for (const name of services) for (const host of hostNames(name, project)) hosts.set(host, workload);
  const called = new Map<string, Set<number>>();
  for (const { workload: client } of groups) {
    for (const { env, command, args } of client.containers) {
      const texts = [
        ...command,
        ...args,
        ...env.flatMap(({ source, value }) => (source === "literal" ? (value ?? "") : [])),
      ];
      for (const match of texts.join("\n").matchAll(/(?<![\w.-])([A-Za-z0-9][\w.-]*):(\d{2,5})\b/g)) {
        const server = hosts.get(match[1] ?? "");
        if (server === undefined || server === client || !shareNetwork(client, server)) continue;
        const ports = called.get(server.path) ?? new Set();
        called.set(server.path, ports.add(Number(match[2])));
      }
    }
  }
  return called;
}

function shareNetwork(a: WorkloadFacts, b: WorkloadFacts): boolean {
  return a.networks.some((network) => b.networks.includes(network));
}

function hostNames(name: string, project: Project): readonly string[] {
  const service = project.services.get(name) ?? {};
  const networks = isObject(service["networks"]) ? Object.values(service["networks"]) : [];
  const aliases = networks.flatMap((network) => textsOf(objectOf(network)["aliases"]));
  return [name, ...aliases, textOf(service["container_name"]) ?? name, scalarText(service["hostname"]) ?? name];
}
