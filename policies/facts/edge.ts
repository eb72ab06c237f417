import type { ListenerFacts } from "./listener";
import type { WorkloadFacts } from "./workload";

/**
 * Who reaches a port: a workload of the artifact, anybody inside the platform, addresses outside of it that a policy lets
 * in, whoever comes through a published way in, or programs of the machine alone, where that way is on its loopback.
 */
export type EdgeClient =
  | { readonly kind: "workload"; readonly workload: WorkloadFacts }
  | { readonly kind: "any"; readonly who: string }
  | { readonly kind: "outside"; readonly who: string }
  | { readonly kind: "public"; readonly who: string }
  | { readonly kind: "machine"; readonly who: string };

/**
 * What stands between two workloads:
 * - `proven`: mutual TLS, and the client's name decides
 * - `ca-only`: mutual TLS, and every client of the authority is let in
 * - `server-only`: the server proves itself, the client does not
 * - `plain`: no TLS
 * - `unproven`: nothing in the artifact says
 */
export type EdgeStatus = "proven" | "ca-only" | "server-only" | "plain" | "unproven";

/** Somebody reaches a port. */
export interface EdgeFacts {
  readonly client: EdgeClient;
  /** How a message calls the client. */
  readonly from: string;
  readonly server: WorkloadFacts;
  /** The first one of a range. */
  readonly port: number;
  /** How a message calls the port, or the range: `8443`, `8000-9000`. */
  readonly portText: string;
  readonly protocol: string;
  readonly listener: ListenerFacts | undefined;
  readonly status: EdgeStatus;
  /** Why, in words. */
  readonly reason: string;
  /** The port is one of the platform's own public ways in. */
  readonly isPublic: boolean;
}

/** What a listener's TLS is worth to an edge. */
function edgeStatus(listener: ListenerFacts | undefined): EdgeStatus {
  if (listener === undefined) return "unproven";
  switch (listener.tls) {
    case "mutual":
      return listener.verifiesName ? "proven" : "ca-only";
    case "server":
      return "server-only";
    case "none":
      return "plain";
    case "unknown":
      return "unproven";
    default:
      return listener.tls satisfies never;
  }
}

/** Whether something answers behind the port. One that only redirects hands nothing on, so nobody reaches anything there. */
export function leadsOn({ listener }: EdgeFacts): boolean {
  return listener?.serves !== "redirect";
}

/** Makes an edge of what is known about its port. */
export function makeEdge(
  client: EdgeClient,
  server: WorkloadFacts,
  port: number,
  protocol: string,
  publicPorts: ReadonlySet<string>,
): EdgeFacts {
  const listener = server.listeners.find((candidate) => candidate.port === port && candidate.protocol === protocol);
  return {
    client,
    from: client.kind === "workload" ? client.workload.path : client.who,
    server,
    port,
    portText: String(port),
    protocol,
    listener,
    status: edgeStatus(listener),
    reason: listener?.evidence ?? "no container declares the port",
    isPublic: publicPorts.has(`${server.path}:${port}`),
  };
}

/** Makes the edge of a range of TCP ports that is open towards a program of which nothing says where it listens. */
export function makeUnreadEdge(client: EdgeClient, server: WorkloadFacts, from: number, to: number): EdgeFacts {
  return {
    client,
    from: client.kind === "workload" ? client.workload.path : client.who,
    server,
    port: from,
    portText: from === to ? String(from) : `${from}-${to}`,
    protocol: "TCP",
    listener: undefined,
    status: "unproven",
    reason: "no reader knows the program behind it, and it does not say where it listens",
    isPublic: false,
  };
}
