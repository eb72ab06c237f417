import type { Connection } from "../model/connection";
import type { Container } from "../model/container";
import type { Endpoint, SidecarTls } from "../model/endpoint";
import type { LoweringContext } from "../model/lowering";
import type { Peer } from "../model/peer";
import type { Workload } from "../model/workload";
import { clientTunnel, tunnelName } from "./client-tunnel";
import { serverSidecar, serverSidecarName } from "./server-sidecar";

/** A workload's sidecars by what they are for, because that decides when each of them is ready. */
export interface SidecarGroups {
  /** Those that the component declared. */
  readonly declared: readonly Container[];
  /** Ready when the servers at their far ends are. */
  readonly tunnels: readonly Container[];
  /** Ready when the workload's own container is. */
  readonly servers: readonly Container[];
}

/**
 * Adds what closes a workload's edges where its own program cannot: a sidecar in front of each endpoint that asks for
 * one, and a loopback tunnel for each connection that does.
 */
export function addMesh(workload: Workload, context: LoweringContext): Workload {
  const servers = guarded(workload.peer).map(([endpoint, tls], index) => serverSidecar(endpoint, tls, index, context));
  const tunnels = tunnelled(workload.peer).map((connection, index) => clientTunnel(connection, index, context));
  return servers.length + tunnels.length === 0
    ? workload
    : { ...workload, sidecars: [...tunnels, ...workload.sidecars, ...servers] };
}

/** Tells the sidecars of a workload apart that has its mesh. */
export function groupSidecars(workload: Workload): SidecarGroups {
  const tunnels = new Set(tunnelled(workload.peer).map((_, index) => tunnelName(index)));
  const servers = new Set(guarded(workload.peer).map(([endpoint]) => serverSidecarName(endpoint)));
  return {
    declared: workload.sidecars.filter(({ name }) => !tunnels.has(name) && !servers.has(name)),
    tunnels: workload.sidecars.filter(({ name }) => tunnels.has(name)),
    servers: workload.sidecars.filter(({ name }) => servers.has(name)),
  };
}

const guarded = (peer: Peer): readonly (readonly [Endpoint, SidecarTls])[] =>
  peer.endpoints.flatMap((endpoint) => (endpoint.sidecar === undefined ? [] : [[endpoint, endpoint.sidecar] as const]));

const tunnelled = (peer: Peer): readonly Connection[] =>
  peer.connections.filter((connection) => connection.client === "tunnel");
