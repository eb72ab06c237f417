import type { EdgeFacts, EdgeStatus } from "../../facts/edge";
import type { Facts } from "../../facts/facts";
import type { ListenerFacts } from "../../facts/listener";
import type { Upstream } from "../../facts/readers/reader";
import type { WorkloadFacts } from "../../facts/workload";
import type { FoundDanger } from "../danger";
import type { Comparison } from "./pairs";

/** How much a connection proves, the least first. Nobody knows what an unproven one is worth, so it counts as nothing. */
const STRENGTH: Readonly<Record<EdgeStatus, number>> = {
  plain: 0,
  unproven: 0,
  "server-only": 1,
  "ca-only": 2,
  proven: 3,
};

/** Ports that ask less of their callers than before, and callers that are asked less on another port. */
export function tlsDangers(comparison: Comparison): readonly FoundDanger[] {
  const ports = comparison.workloads.flatMap(({ before, after }) => weakerPorts(before, after, comparison));
  const told = new Set(ports.map(({ path }) => path));
  return [
    ...ports,
    ...weakerEdges(comparison).filter(({ path }) => !told.has(path)),
    ...comparison.workloads.flatMap(({ before, after }) => weakerUpstreams(before, after, comparison)),
  ];
}

/** How much a program knows of the servers that it calls, the least first. */
const CERTAINTY: Readonly<Record<Upstream["check"], number>> = { plain: 0, none: 1, unknown: 1, full: 2 };

/** Servers whose certificate nobody looks at any more, and those that see none of their caller. */
function weakerUpstreams(before: WorkloadFacts, after: WorkloadFacts, { plain }: Comparison): readonly FoundDanger[] {
  const olds = new Map(upstreamsOf(before).map((upstream) => [upstream.source, upstream]));
  const path = plain(after.path);
  return upstreamsOf(after).flatMap((now): FoundDanger[] => {
    const old = olds.get(now.source);
    if (old === undefined || now.isLocal) return [];
    if (CERTAINTY[now.check] < CERTAINTY[old.check]) {
      const what = now.check === "plain" ? "without TLS" : "without a check of its certificate";
      return [{ kind: "tls", path, message: `it calls ${now.target} ${what}: ${now.why}` }];
    }
    if (now.presentsCertificate || !old.presentsCertificate) return [];
    return [{ kind: "tls", path, message: `it calls ${now.target} without a certificate of its own` }];
  });
}

function upstreamsOf({ containers }: WorkloadFacts): readonly Upstream[] {
  return containers.flatMap(({ reading }) => reading?.upstreams ?? []);
}

function weakerPorts(before: WorkloadFacts, after: WorkloadFacts, { plain }: Comparison): readonly FoundDanger[] {
  return before.listeners.flatMap((old) => {
    const now = after.listeners.find(({ port, protocol }) => port === old.port && protocol === old.protocol);
    if (now === undefined || now.loopbackOnly || STRENGTH[statusOf(now)] >= STRENGTH[statusOf(old)]) return [];
    return [danger(plain(after.path), String(old.port), statusOf(old), statusOf(now))];
  });
}

function statusOf({ tls, verifiesName }: ListenerFacts): EdgeStatus {
  switch (tls) {
    case "mutual":
      return verifiesName ? "proven" : "ca-only";
    case "server":
      return "server-only";
    case "none":
      return "plain";
    case "unknown":
      return "unproven";
    default:
      return tls satisfies never;
  }
}

/** The same caller of the same server, on a port that it did not use before. */
function weakerEdges({ pair, plain }: Comparison): readonly FoundDanger[] {
  const weakest = byCaller(pair.before.facts, plain);
  const known = new Set(pair.before.facts.edges.map((edge) => `${callerKey(edge, plain)}|${edge.portText}`));
  return pair.after.facts.edges.flatMap((edge) => {
    const key = callerKey(edge, plain);
    const old = weakest.get(key);
    if (old === undefined || known.has(`${key}|${edge.portText}`) || STRENGTH[edge.status] >= STRENGTH[old]) return [];
    return [danger(plain(edge.server.path), edge.portText, old, edge.status)];
  });
}

function byCaller(facts: Facts, plain: Comparison["plain"]): ReadonlyMap<string, EdgeStatus> {
  const weakest = new Map<string, EdgeStatus>();
  for (const edge of facts.edges) {
    const key = callerKey(edge, plain);
    const known = weakest.get(key);
    if (known === undefined || STRENGTH[edge.status] < STRENGTH[known]) weakest.set(key, edge.status);
  }
  return weakest;
}

const callerKey = ({ from, server }: EdgeFacts, plain: Comparison["plain"]): string =>
  `${plain(from)}|${plain(server.path)}`;

const MEANING: Readonly<Record<EdgeStatus, string>> = {
  proven: "a client certificate and its name",
  "ca-only": "a client certificate, whosever it is",
  "server-only": "no client certificate",
  plain: "no certificate, and speaks plain text",
  unproven: "nothing that can be seen",
};

function danger(path: string, port: string, before: EdgeStatus, after: EdgeStatus): FoundDanger {
  return { kind: "tls", path, message: `port ${port} demands ${MEANING[after]}; before: ${MEANING[before]}` };
}
