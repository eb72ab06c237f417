import type { Connection } from "./connection";
import type { Graph } from "./graph";
import { joinName } from "./names";
import type { Peer } from "./peer";
import { scopeSegments, segmentsInScope } from "./scope";

const LIMIT = 63;

/** Everything that can only be judged when the whole graph is known. */
export function validateGraph(graph: Graph): void {
  reportCollisions(graph);
  reportCycle(graph);
}

/** Two peers, or two secrets, that every target would call the same. */
function reportCollisions(graph: Graph): void {
  const groups = [
    ["peers", graph.peers],
    ["secrets", graph.secrets],
  ] as const;
  for (const [what, constructs] of groups) {
    const byName = new Map<string, string>();
    for (const construct of constructs) {
      const name = joinName(segmentsInScope(construct), LIMIT);
      const key = `${scopeSegments(construct).join("/")}:${name}`;
      const other = byName.get(key);
      if (other === undefined) {
        byName.set(key, construct.node.path);
        continue;
      }
      graph.diagnostics.add("ASH-NAME-003", {
        path: construct.node.path,
        message: `two ${what} have the same name, here and at ${other}`,
        value: name,
      });
    }
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
  const { endpoint, wait } = connection;
  if (endpoint.kind === "external" || wait === "none") return [];
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
