import type { Container } from "../model/container";
import type { Endpoint, SidecarTls } from "../model/endpoint";
import { concat, identityFile } from "../model/expression";
import type { LoweringContext } from "../model/lowering";
import { LIFECYCLE_FLAGS, sidecarBase, statusListener } from "./sidecar";

/** First status port of server sidecars. */
const STATUS_PORT = 16000;

/** What the sidecar of an endpoint is called. */
export function serverSidecarName(endpoint: Endpoint): string {
  return `tls-${endpoint.id}`;
}

/**
 * A sidecar that owns an endpoint's port: it demands a certificate of the platform's CA, lets in the callers that the
 * graph names and nobody else, and hands plain traffic to the server on loopback.
 */
export function serverSidecar(
  endpoint: Endpoint,
  { serverPort, serverHealth }: SidecarTls,
  index: number,
  context: LoweringContext,
): Container {
  const statusPort = STATUS_PORT + index;
  const callers = context.incoming(endpoint).map((connection) => connection.caller.identity.uri);
  // ghostunnel does not start without an access rule; a server that nobody calls admits its own name alone.
  const allowed = callers.length === 0 ? [endpoint.peer.identity.uri] : [...new Set(callers)].sort();
  return {
    ...sidecarBase(serverSidecarName(endpoint), statusPort, context.target),
    args: [
      "server",
      `--listen=0.0.0.0:${endpoint.props.port}`,
      `--target=127.0.0.1:${serverPort}`,
      // ghostunnel asks its target and no other port, whatever port this names.
      ...(serverHealth === undefined ? [] : [`--target-status=http://127.0.0.1:${serverPort}${serverHealth}`]),
      concat("--cert=", identityFile("cert")),
      concat("--key=", identityFile("key")),
      concat("--cacert=", identityFile("ca")),
      ...allowed.map((uri) => `--allow-uri=${uri}`),
      statusListener(statusPort, context.target),
      ...LIFECYCLE_FLAGS,
    ],
  };
}
