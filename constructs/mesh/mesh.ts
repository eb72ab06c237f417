import type { LoweringContext } from "../model/lowering";
import type { Workload } from "../model/workload";
import { clientTunnel } from "./client-tunnel";
import { serverSidecar } from "./server-sidecar";

/**
 * Adds what closes a workload's edges where its own program cannot: a sidecar in front of each endpoint that asks for
 * one, and a loopback tunnel for each connection that does.
 */
export function addMesh(workload: Workload, context: LoweringContext): Workload {
  const { endpoints, connections } = workload.peer;
  const servers = endpoints
    .filter((endpoint) => endpoint.isBehindSidecar)
    .map((endpoint, index) => serverSidecar(endpoint, index, context));
  const tunnels = connections
    .filter((connection) => connection.client === "tunnel")
    .map((connection, index) => clientTunnel(connection, index, context));
  return servers.length + tunnels.length === 0
    ? workload
    : { ...workload, sidecars: [...workload.sidecars, ...tunnels, ...servers] };
}
