import type { Container } from "../../model/container";
import { type ExpressionInput, type Leaves, plainText } from "../../model/expression";
import { imageReference } from "../../model/image";
import { containerPorts } from "./container-ports";
import { resourcesOf } from "./container-resources";
import { envOf } from "./env";
import { mountsOf } from "./mounts";
import type { PodContainer } from "./plain";
import type { PodContext } from "./pod-context";
import { type ContainerProbes, probesOf } from "./probes";
import { containerSecurity } from "./security-context";
import { escapeReferences } from "./variable-reference";

/** What a container does in its pod: it is the pod's purpose, it runs beside that, or it runs before. */
export type Role = "main" | "sidecar" | "init";

/** A container, and what must have run before it. */
export interface RenderedContainer {
  readonly container: PodContainer;
  readonly seeds: readonly PodContainer[];
}

/** A container as Kubernetes runs it. */
export function containerOf(container: Container, role: Role, pod: PodContext): RenderedContainer {
  const { registryMirror, digests } = pod.context.platform.spec;
  const leaves = pod.leaves(container);
  const env = envOf(container, leaves, pod);
  const ports = containerPorts(container, pod.workload);
  const { volumeMounts, seeds } = mountsOf(container, pod);
  requireUser(container, pod);
  return {
    seeds,
    container: {
      name: container.name,
      image: imageReference(container.image, registryMirror, digests),
      // Tags are fixed, so what a node has is what was meant.
      imagePullPolicy: "IfNotPresent",
      ...(role === "sidecar" ? { restartPolicy: "Always" } : {}),
      ...(container.command === undefined ? {} : { command: words(container.command, leaves, container, pod) }),
      ...(container.args === undefined ? {} : { args: words(container.args, leaves, container, pod) }),
      ...(env.length === 0 ? {} : { env }),
      ...(ports.length === 0 ? {} : { ports }),
      resources: resourcesOf(container),
      ...roleProbes(container, role, pod),
      securityContext: containerSecurity(container),
      terminationMessagePolicy: "FallbackToLogsOnError",
      ...(volumeMounts.length === 0 ? {} : { volumeMounts }),
    },
  };
}

/** Command and arguments. Everybody who may list processes reads them, so no secret goes there. */
function words(
  inputs: readonly ExpressionInput[],
  leaves: Leaves,
  container: Container,
  pod: PodContext,
): readonly string[] {
  return inputs.map((input) => {
    const text = plainText(pod.flatten(input, leaves, pod.pathOf(container)));
    if (text !== undefined) return escapeReferences(text);
    pod.context.problems.add("ASH-TARGET-002", {
      path: pod.pathOf(container),
      message: "a command line holds a secret, which every list of processes would show",
      cure: "hand the secret over in a file or in the environment",
    });
    return "";
  });
}

function roleProbes(container: Container, role: Role, pod: PodContext): ContainerProbes {
  if (role !== "init") return probesOf(container, pod);
  if (Object.values(container.probes).some((probe) => probe !== undefined)) {
    pod.context.problems.add("ASH-TARGET-002", {
      path: pod.pathOf(container),
      message: "an init step has probes, and runs to its end before anything is probed",
      cure: "remove the probes, or make it a sidecar",
    });
  }
  return {};
}

function requireUser(container: Container, pod: PodContext): void {
  const { uid } = container.user;
  if (uid !== 0) return;
  pod.context.problems.add("ASH-TARGET-002", {
    path: pod.pathOf(container),
    message: "runs as root, which the namespace's Pod Security level refuses",
    value: uid,
    allowed: "a uid of 1 or more",
    cure: "run the program as a user of its own",
  });
}
