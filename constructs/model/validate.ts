import type { Construct } from "constructs";
import { checkId } from "./check-id";
import type { Connection } from "./connection";
import { isPort } from "./endpoint";
import type { Graph } from "./graph";
import { ID, joinName } from "./names";
import type { Peer } from "./peer";
import { scopeSegments, segmentsInScope } from "./scope";
import { reportEndpoints, reportExposures } from "./validate-exposure";

const LIMIT = 63;

/** Everything that can only be judged when the whole graph is known. */
export function validateGraph(graph: Graph): void {
  reportIds(graph);
  reportCollisions(graph);
  reportPorts(graph);
  reportEndpoints(graph);
  reportExposures(graph);
  reportBudgets(graph);
  reportCycle(graph);
  for (const component of graph.components) component.atSeal();
}

/**
 * Two constructs that would answer to one name: peers in their namespace, and everywhere what is the same in all
 * namespaces, a certificate's names and a secret's. Scope `a` with component `b-c`, and scope `a-b` with component `c`,
 * would otherwise share a certificate.
 */
function reportCollisions(graph: Graph): void {
  const peers = graph.peers.map((peer) => ({ construct: peer, name: nameInScope(peer) }));
  reportShared(graph, "two peers have the same name", peers);
  // Those that share a name in one namespace have been told already.
  const unlike = [...new Map(graph.peers.map((peer) => [nameInScope(peer), peer])).values()];
  const identities = unlike.map((peer) => ({ construct: peer, name: peer.identity.commonName }));
  reportShared(graph, "two peers have the same certificate name", identities);
  const secrets = graph.secrets.map((secret) => ({ construct: secret, name: secret.secretName }));
  reportShared(graph, "two secrets have the same name", secrets);
}

function nameInScope(peer: Peer): string {
  return `${scopeSegments(peer).join("/")}/${joinName(segmentsInScope(peer), LIMIT)}`;
}

interface Named {
  readonly construct: Construct;
  readonly name: string;
}

function reportShared(graph: Graph, message: string, all: readonly Named[]): void {
  const first = new Map<string, Construct>();
  for (const { construct, name } of all) {
    const other = first.get(name);
    if (other === undefined) first.set(name, construct);
    else {
      graph.diagnostics.add("ASH-NAME-003", {
        path: construct.node.path,
        message: `${message}, here and at ${other.node.path}`,
        value: name.replace(/^\//, ""),
      });
    }
  }
}

/** Ids that a target would have to bend, and endpoints of one peer that cannot be told apart. */
function reportIds(graph: Graph): void {
  for (const construct of [...graph.peers, ...graph.secrets]) checkId(construct, "component");
  for (const peer of graph.peers) {
    const seen = new Set<string>();
    for (const { id, path } of peer.endpoints) {
      if (!ID.test(id)) {
        graph.diagnostics.add("ASH-NAME-001", {
          path,
          message: "the endpoint's id is not valid",
          value: id,
          allowed: "a-z, 0-9 and -",
        });
      }
      if (seen.has(id))
        graph.diagnostics.add("ASH-NAME-003", { path, message: "two endpoints of a peer have the same id", value: id });
      seen.add(id);
    }
  }
}

/** Two programs of one network namespace cannot listen on one port. */
function reportPorts(graph: Graph): void {
  for (const peer of graph.peers) {
    const owners = new Map<number, string>();
    const claim = (port: number, owner: string, path: string): void => {
      const other = owners.get(port);
      if (!isPort(port)) {
        graph.diagnostics.add("ASH-INPUT-002", {
          path,
          message: `${owner} has no valid port`,
          value: port,
          allowed: "1 to 65535",
        });
      } else if (other !== undefined && other !== owner) {
        graph.diagnostics.add("ASH-GRAPH-009", {
          path,
          message: `${owner} and ${other} listen on one port`,
          value: port,
          cure: "give one of them another port",
        });
      }
      owners.set(port, owner);
    };
    for (const endpoint of peer.endpoints) {
      const { port, tls } = endpoint.props;
      // Endpoints of one server may share its port: they differ in what callers wait for.
      const { sidecar } = endpoint;
      if (sidecar === undefined) claim(port, tls.mode === "redirect" ? "the redirect" : "the server", endpoint.path);
      else {
        claim(port, `the sidecar of ${endpoint.id}`, endpoint.path);
        claim(sidecar.serverPort, "the server", endpoint.path);
      }
    }
    for (const { tunnelPort } of peer.connections) {
      if (tunnelPort !== undefined) claim(tunnelPort, "a client tunnel", peer.node.path);
    }
  }
}

/** A scope without a ceiling below one that has: nothing would hold it to the platform's. */
function reportBudgets(graph: Graph): void {
  for (const scope of graph.scopes) {
    const above = scope.node.scopes.slice(0, -1).some((item) => "budget" in item && item.budget !== undefined);
    if (scope.budget !== undefined || !above) continue;
    graph.diagnostics.add("ASH-INPUT-003", {
      path: `${scope.node.path}:budget`,
      message: "the scope has no budget, and the platform's is a ceiling of its child scopes too",
      cure: "give the scope its share",
    });
  }
}

/** Peers wait for each other in a circle: none of them would ever start. */
function reportCycle(graph: Graph): void {
  const state = new Map<Peer, "open" | "done">();
  for (const start of graph.peers) {
    // An explicit stack: a long chain of waits must not exhaust the call stack.
    const stack: { readonly peer: Peer; readonly waits: Peer[] }[] = [];
    const enter = (peer: Peer): void => {
      state.set(peer, "open");
      stack.push({ peer, waits: [...peer.connections.flatMap(awaitedPeers), ...peer.jobsBefore] });
    };
    if (!state.has(start)) enter(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const awaited = top.waits.pop();
      if (awaited === undefined) {
        state.set(top.peer, "done");
        stack.pop();
        continue;
      }
      const seen = state.get(awaited);
      if (seen === undefined) enter(awaited);
      if (seen === "open") reportPath(graph, stack, awaited);
    }
  }
}

/** The peers that a connection's caller waits for. */
function awaitedPeers(connection: Connection): Peer[] {
  const { endpoint, wait, caller } = connection;
  // Replicas of one server call each other without waiting for themselves.
  if (endpoint.kind === "external" || wait === "none" || endpoint.peer === caller) return [];
  return [endpoint.peer, ...(wait === "ready" ? (endpoint.props.readyAfter ?? []) : [])];
}

function reportPath(graph: Graph, stack: readonly { readonly peer: Peer }[], back: Peer): void {
  const from = stack.findIndex((entry) => entry.peer === back);
  const circle = [...stack.slice(from).map((entry) => entry.peer), back].map((peer) => peer.node.path);
  graph.diagnostics.add("ASH-GRAPH-002", {
    path: back.node.path,
    message: `waits for itself: ${circle.join(" → ")}`,
    allowed: "waits without a circle",
  });
}
