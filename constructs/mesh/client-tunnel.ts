import type { Connection } from "../model/connection";
import type { Container } from "../model/container";
import { AshlarError } from "../model/diagnostics";
import { concat, endpointValue, identityFile } from "../model/expression";
import type { LoweringContext } from "../model/lowering";
import { LIFECYCLE_FLAGS, sidecarBase, statusListener } from "./sidecar";

/** First status port of client tunnels. */
const STATUS_PORT = 16100;

/** Name of a workload's n-th tunnel. */
export function tunnelName(index: number): string {
  return `tunnel-${index}`;
}

/**
 * A loopback port that leads to an endpoint through mutual TLS, for programs that cannot present a certificate. The
 * server's host name is checked, and its full name as well.
 */
export function clientTunnel(connection: Connection, index: number, context: LoweringContext): Container {
  const { endpoint, caller, tunnelPort } = connection;
  if (endpoint.kind === "external" || tunnelPort === undefined) {
    return AshlarError.throw("ASH-TARGET-002", {
      path: caller.node.path,
      message: `cannot tunnel to ${endpoint.path}: a tunnel speaks the platform's own TLS`,
      cure: "connect natively to an external endpoint",
    });
  }
  const statusPort = STATUS_PORT + index;
  return {
    ...sidecarBase(tunnelName(index), statusPort, context.target),
    args: [
      "client",
      `--listen=127.0.0.1:${tunnelPort}`,
      concat("--target=", endpointValue(endpoint, "upstream")),
      concat("--cert=", identityFile("cert")),
      concat("--key=", identityFile("key")),
      concat("--cacert=", identityFile("ca")),
      `--verify-uri=${endpoint.peer.identity.uri}`,
      statusListener(statusPort, context.target),
      ...LIFECYCLE_FLAGS,
    ],
  };
}
