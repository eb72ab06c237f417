import type { Container } from "../../model/container";
import type { Probe } from "../../model/probe";
import type { PodProbe } from "./plain";
import type { PodContext } from "./pod-context";
import { escapeReferences } from "./variable-reference";

/** The probes of a container, under the names that a container has for them. */
export interface ContainerProbes {
  readonly startupProbe?: PodProbe;
  readonly readinessProbe?: PodProbe;
  readonly livenessProbe?: PodProbe;
}

/** What is asked of a container, by the cheapest form that was given. */
export function probesOf(container: Container, pod: PodContext): ContainerProbes {
  const { started, ready, live } = container.probes;
  return {
    ...(started === undefined ? {} : { startupProbe: probeOf(started, container, pod) }),
    ...(ready === undefined ? {} : { readinessProbe: probeOf(ready, container, pod) }),
    ...(live === undefined ? {} : { livenessProbe: probeOf(live, container, pod) }),
  };
}

/** The ports that the kubelet asks. */
export function probedPorts({ probes }: Container): readonly number[] {
  return [probes.started, probes.ready, probes.live].flatMap((probe) => {
    const port = probe?.forms.http?.port ?? probe?.forms.tcp?.port;
    return port === undefined ? [] : [port];
  });
}

function probeOf(probe: Probe, container: Container, pod: PodContext): PodProbe {
  return {
    ...handlerOf(probe, container, pod),
    // The API takes whole seconds and no zero.
    periodSeconds: Math.max(1, probe.every.seconds),
    timeoutSeconds: Math.max(1, probe.timeout.seconds),
    failureThreshold: Math.max(1, probe.failures),
  };
}

/** An http or tcp question costs a connection, an exec one a process in the container each time. */
function handlerOf({ forms }: Probe, container: Container, pod: PodContext): PodProbe {
  if (forms.http !== undefined) return { httpGet: { path: forms.http.path, port: forms.http.port, scheme: "HTTP" } };
  if (forms.tcp !== undefined) return { tcpSocket: { port: forms.tcp.port } };
  if (forms.exec !== undefined) return { exec: { command: forms.exec.map(escapeReferences) } };
  pod.context.problems.add("ASH-INPUT-003", {
    path: pod.pathOf(container),
    message: "a probe asks nothing",
    allowed: "at least one of exec, http and tcp",
    cure: "give the probe a form",
  });
  return {};
}
