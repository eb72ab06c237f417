import { serverSidecarName } from "../../mesh/server-sidecar";
import type { Container } from "../../model/container";
import type { Endpoint } from "../../model/endpoint";
import type { Workload } from "../../model/workload";
import { portName } from "./names";
import type { ContainerPort, ServicePort } from "./plain";
import { probedPorts } from "./probes";

/** A port that a peer serves: several endpoints may share one. */
export interface ServedPort {
  readonly name: string;
  readonly port: number;
  readonly endpoints: readonly Endpoint[];
}

/** The ports of a peer that others can reach, in the order of their numbers. */
export function servedPorts(endpoints: readonly Endpoint[]): readonly ServedPort[] {
  const byPort = new Map<number, Endpoint[]>();
  for (const endpoint of endpoints) {
    const { port, tls } = endpoint.props;
    if (tls.mode === "loopback") continue;
    const others = byPort.get(port);
    if (others === undefined) byPort.set(port, [endpoint]);
    else others.push(endpoint);
  }
  const names = new Set<string>();
  return [...byPort]
    .sort(([a], [b]) => a - b)
    .map(([port, shared]) => {
      const wished = portName(shared.map((endpoint) => endpoint.id).sort()[0] ?? "", port);
      const name = names.has(wished) ? `port-${port}` : wished;
      names.add(name);
      return { name, port, endpoints: shared };
    });
}

/** The ports of a peer's Service. */
export function servicePorts(endpoints: readonly Endpoint[]): readonly ServicePort[] {
  return servedPorts(endpoints).map(({ name, port, endpoints: shared }) => {
    const [protocol, ...others] = new Set(shared.map(applicationProtocol));
    return {
      name,
      port,
      targetPort: port,
      protocol: "TCP",
      ...(protocol === undefined || others.length > 0 ? {} : { appProtocol: protocol }),
    };
  });
}

/** IANA name of what is spoken. Whatever can be reached from outside its pod is under TLS, or leads to what is. */
function applicationProtocol({ props }: Endpoint): string | undefined {
  switch (props.protocol) {
    case "http":
      return props.tls.mode === "redirect" ? "http" : "https";
    case "postgresql":
      return "postgresql";
    case "tcp":
      return undefined;
    default:
      return props.protocol satisfies never;
  }
}

/** The ports of one container: those it serves, and those it is probed at. */
export function containerPorts(container: Container, workload: Workload): readonly ContainerPort[] {
  const ports = servedPorts(workload.peer.endpoints.filter((endpoint) => serves(container, endpoint, workload)));
  const named = new Map(ports.map(({ name, port }) => [port, name]));
  for (const port of probedPorts(container)) if (!named.has(port)) named.set(port, `probe-${port}`);
  return [...named]
    .sort(([a], [b]) => a - b)
    .map(([containerPort, name]) => ({ name, containerPort, protocol: "TCP" }));
}

function serves(container: Container, endpoint: Endpoint, workload: Workload): boolean {
  return endpoint.isBehindSidecar ? container.name === serverSidecarName(endpoint) : container === workload.container;
}
