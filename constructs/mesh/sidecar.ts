import type { Container } from "../model/container";
import type { Target } from "../model/target";
import { Cpu, Duration, Size } from "../model/units";
import { GHOSTUNNEL, SIDECAR_USER } from "./images";

/** Renewed certificates are read within a minute; open connections get ten seconds when the sidecar stops. */
export const LIFECYCLE_FLAGS = ["--timed-reload=1m", "--shutdown-timeout=10s"] as const;

/** What every TLS sidecar has in common; the arguments are its own. */
export function sidecarBase(name: string, statusPort: number, target: Target): Omit<Container, "args"> {
  return {
    name,
    image: GHOSTUNNEL,
    command: ["/usr/bin/ghostunnel"],
    env: {},
    material: [{ kind: "identity", forms: ["cert", "key", "ca"] }],
    mounts: [],
    probes: {
      ready: {
        forms: {
          exec: ["wget", "-q", "-O", "/dev/null", `http://127.0.0.1:${statusPort}/_status`],
          ...(target === "kubernetes" ? { http: { port: statusPort, path: "/_status" } } : {}),
        },
        every: Duration.seconds(5),
        timeout: Duration.seconds(3),
        failures: 6,
      },
    },
    resources: {
      cpu: { request: Cpu.millicores(10), limit: Cpu.millicores(200) },
      memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) },
      pids: 64,
    },
    user: SIDECAR_USER,
    readOnlyRoot: true,
  };
}

/**
 * The status port tells whether the tunnel and the server behind it answer. On Kubernetes the kubelet asks it from
 * outside the pod, and network policies close it to everybody else; on Compose the health check runs inside.
 */
export function statusListener(port: number, target: Target): string {
  return `--status=http://${target === "kubernetes" ? "0.0.0.0" : "127.0.0.1"}:${port}`;
}
