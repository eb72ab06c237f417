import { configFile } from "../model/config-file";
import type { Connection } from "../model/connection";
import type { Container } from "../model/container";
import { AshlarError } from "../model/diagnostics";
import type { Endpoint } from "../model/endpoint";
import { concat, configPath, endpointValue, identityFile } from "../model/expression";
import type { ExternalEndpoint } from "../model/external-endpoint";
import type { LoweringContext } from "../model/lowering";
import { LIFECYCLE_FLAGS, sidecarBase, statusListener } from "./sidecar";

/** First status port of client tunnels. */
const STATUS_PORT = 16100;

/** Name of a workload's n-th tunnel. */
export function tunnelName(index: number): string {
  return `tunnel-${index}`;
}

/** What a tunnel presents and what it demands of the other side. */
type TunnelTls = Pick<Container, "material" | "mounts"> & { readonly args: NonNullable<Container["args"]> };

/** A loopback port that leads to an endpoint through TLS, for programs that do not speak it as the endpoint demands. */
export function clientTunnel(connection: Connection, index: number, context: LoweringContext): Container {
  const { endpoint, caller, tunnelPort } = connection;
  const isPlain = endpoint.kind === "external" && endpoint.spec.tls === "plain";
  if (isPlain || tunnelPort === undefined) {
    return AshlarError.throw("ASH-TARGET-002", {
      path: caller.node.path,
      message: `cannot tunnel to ${endpoint.path}: a tunnel speaks TLS, and the server does not`,
      cure: "connect natively to a server without TLS",
    });
  }
  const statusPort = STATUS_PORT + index;
  const { args, ...files } = endpoint.kind === "external" ? externalTls(endpoint, index) : platformTls(endpoint);
  return {
    ...sidecarBase(tunnelName(index), statusPort, context.target),
    ...files,
    args: [
      "client",
      `--listen=127.0.0.1:${tunnelPort}`,
      concat("--target=", endpointValue(endpoint, "upstream")),
      ...args,
      statusListener(statusPort, context.target),
      ...LIFECYCLE_FLAGS,
    ],
  };
}

/** Within the platform both sides prove themselves: the server by its host name, and by its full name as well. */
function platformTls(endpoint: Endpoint): TunnelTls {
  return {
    material: [{ kind: "identity", forms: ["cert", "key", "ca"] }],
    mounts: [],
    args: [
      concat("--cert=", identityFile("cert")),
      concat("--key=", identityFile("key")),
      concat("--cacert=", identityFile("ca")),
      `--verify-uri=${endpoint.peer.identity.uri}`,
    ],
  };
}

/** Outside, the server proves its host name by a CA of its own or a public one; nobody there knows our certificates. */
function externalTls({ spec }: ExternalEndpoint, index: number): TunnelTls {
  if (spec.ca === undefined) return { material: [], mounts: [], args: ["--disable-authentication"] };
  const ca = configFile(`${tunnelName(index)}-ca.crt`, { format: "text", text: spec.ca });
  return {
    material: [],
    mounts: [{ kind: "config", config: ca, path: `/etc/ashlar/${ca.name}` }],
    args: ["--disable-authentication", concat("--cacert=", configPath(ca))],
  };
}
