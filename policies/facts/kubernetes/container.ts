import type { Amounts, ContainerFacts, ContainerRole, ProbeFacts } from "../container";
import { readImage } from "../image";
import { isObject, listOf, objectOf, textOf, textsOf, wholeNumber, type Json } from "../json";
import { kubernetesBytes, kubernetesCpu } from "../quantity";
import { readContainer } from "../readers/readers";
import { expand, readEnvironment } from "./environment";
import { readMounts, type ConfigMaps, type readVolumes } from "./mounts";
import { readStart } from "./start";

/** What a container inherits from its pod. */
export interface PodContext {
  readonly path: string;
  readonly namespace: string;
  readonly security: Json;
  readonly annotations: ReadonlyMap<string, string>;
  readonly volumes: ReturnType<typeof readVolumes>;
  readonly configMaps: ConfigMaps;
}

/** Reads one container of a pod. */
export function readPodContainer(value: unknown, role: ContainerRole, list: string, pod: PodContext): ContainerFacts {
  const container = objectOf(value);
  const name = textOf(container["name"]) ?? "";
  const security = objectOf(container["securityContext"]);
  /** A container's own setting goes before its pod's. */
  const inherited = (key: string): unknown => security[key] ?? pod.security[key];
  const env = readEnvironment(container, pod.namespace, pod.configMaps);
  const capabilities = objectOf(security["capabilities"]);
  const resources = objectOf(container["resources"]);
  const limits = readAmounts(resources["limits"]);
  const requests = readAmounts(resources["requests"]);
  return readContainer({
    name,
    path: `${pod.path}:${list}[${name}]`,
    role,
    image: readImage(textOf(container["image"]) ?? ""),
    command: textsOf(container["command"]).map((text) => expand(text, env)),
    args: textsOf(container["args"]).map((text) => expand(text, env)),
    env,
    privileged: security["privileged"] === true,
    escalates: security["allowPrivilegeEscalation"] !== false,
    user: wholeNumber(inherited("runAsUser")),
    userName: undefined,
    refusesRoot: inherited("runAsNonRoot") === true,
    capabilities: { added: capabilityNames(capabilities["add"]), dropped: capabilityNames(capabilities["drop"]) },
    readOnlyRoot: security["readOnlyRootFilesystem"] === true,
    seccomp: seccompOf(inherited("seccompProfile")),
    unconfined: unconfinedOf(
      name,
      security,
      inherited("appArmorProfile"),
      inherited("seLinuxOptions"),
      pod.annotations,
    ),
    resources: {
      limits,
      // The cluster itself copies a limit to a request that is not said.
      requests: { cpu: requests.cpu ?? limits.cpu, memory: requests.memory ?? limits.memory, pids: undefined },
    },
    probes: {
      started: readProbe(container["startupProbe"]),
      ready: readProbe(container["readinessProbe"]),
      live: readProbe(container["livenessProbe"]),
    },
    ports: listOf(container["ports"]).flatMap((item) => {
      const port = objectOf(item);
      const number = wholeNumber(port["containerPort"]);
      if (number === undefined) return [];
      const hostPort = wholeNumber(port["hostPort"]);
      return {
        port: number,
        protocol: textOf(port["protocol"]) ?? "TCP",
        name: textOf(port["name"]),
        ...(hostPort === undefined ? {} : { host: { port: hostPort, address: textOf(port["hostIP"]) } }),
      };
    }),
    mounts: readMounts(container, pod.volumes),
    start: readStart(container, pod.security),
  });
}

function readAmounts(value: unknown): Amounts {
  const amounts = objectOf(value);
  return { cpu: kubernetesCpu(amounts["cpu"]), memory: kubernetesBytes(amounts["memory"]), pids: undefined };
}

function capabilityNames(value: unknown): readonly string[] {
  return textsOf(value).map((name) => name.toUpperCase().replace(/^CAP_/, ""));
}

const SECCOMP: ReadonlyMap<string, ContainerFacts["seccomp"]> = new Map([
  ["RuntimeDefault", "default"],
  ["Localhost", "custom"],
  ["Unconfined", "unconfined"],
]);

function seccompOf(profile: unknown): ContainerFacts["seccomp"] {
  return SECCOMP.get(textOf(objectOf(profile)["type"]) ?? "") ?? "unset";
}

function unconfinedOf(
  name: string,
  security: Json,
  appArmor: unknown,
  seLinux: unknown,
  annotations: ReadonlyMap<string, string>,
): readonly string[] {
  const annotated = annotations.get(`container.apparmor.security.beta.kubernetes.io/${name}`);
  const off: string[] = [];
  if (objectOf(appArmor)["type"] === "Unconfined" || annotated === "unconfined") off.push("apparmor");
  if (security["procMount"] === "Unmasked") off.push("procMount");
  if (isForeignLabel(objectOf(seLinux))) off.push("selinux");
  return off;
}

/** Types of SELinux that confine a container as the engine's own does. */
const SELINUX_TYPES: readonly unknown[] = [
  undefined,
  "",
  "container_t",
  "container_init_t",
  "container_kvm_t",
  "container_engine_t",
];

/** Whether a label is of another user, role or type than those of containers. */
function isForeignLabel({ user, role, type }: Json): boolean {
  return (textOf(user) ?? "") !== "" || (textOf(role) ?? "") !== "" || !SELINUX_TYPES.includes(type);
}

function readProbe(value: unknown): ProbeFacts | undefined {
  const probe = objectOf(value);
  if (isObject(probe["exec"])) return { kind: "exec" };
  if (isObject(probe["httpGet"])) return { kind: "http" };
  if (isObject(probe["tcpSocket"])) return { kind: "tcp" };
  return isObject(probe["grpc"]) ? { kind: "grpc" } : undefined;
}
