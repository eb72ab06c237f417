import type { Target } from "../constructs/model/target";
import type { ContainerFacts } from "./facts/container";
import type { Facts } from "./facts/facts";
import type { WorkloadFacts } from "./facts/workload";
import type { Place } from "./rule";

/** How each target writes what a rule speaks of. */
const FIELDS = {
  image: { compose: "image", kubernetes: "image" },
  args: { compose: "command", kubernetes: "args" },
  env: { compose: "environment", kubernetes: "env" },
  mounts: { compose: "volumes", kubernetes: "volumeMounts" },
  devices: { compose: "devices", kubernetes: "volumeDevices" },
  ports: { compose: "ports", kubernetes: "ports" },
  pull: { compose: "pull_policy", kubernetes: "imagePullPolicy" },
  restart: { compose: "restart", kubernetes: "restartPolicy" },
  envFrom: { compose: "env_file", kubernetes: "envFrom" },
  group: { compose: "user", kubernetes: "securityContext.runAsGroup" },
  user: { compose: "user", kubernetes: "securityContext.runAsUser" },
  escalation: { compose: "security_opt", kubernetes: "securityContext.allowPrivilegeEscalation" },
  privileged: { compose: "privileged", kubernetes: "securityContext.privileged" },
  "capabilities.drop": { compose: "cap_drop", kubernetes: "securityContext.capabilities.drop" },
  "capabilities.add": { compose: "cap_add", kubernetes: "securityContext.capabilities.add" },
  readOnlyRoot: { compose: "read_only", kubernetes: "securityContext.readOnlyRootFilesystem" },
  seccomp: { compose: "security_opt", kubernetes: "securityContext.seccompProfile" },
  confinement: { compose: "security_opt", kubernetes: "securityContext" },
  ready: { compose: "healthcheck", kubernetes: "readinessProbe" },
  "limits.cpu": { compose: "deploy.resources.limits.cpus", kubernetes: "resources.limits.cpu" },
  "limits.memory": { compose: "deploy.resources.limits.memory", kubernetes: "resources.limits.memory" },
  "limits.pids": { compose: "deploy.resources.limits.pids", kubernetes: "resources.limits.pids" },
  "limits.disk": { compose: "storage_opt", kubernetes: "resources.limits.ephemeral-storage" },
  "requests.cpu": { compose: "deploy.resources.reservations.cpus", kubernetes: "resources.requests.cpu" },
  "requests.memory": { compose: "deploy.resources.reservations.memory", kubernetes: "resources.requests.memory" },
} as const satisfies Record<string, Record<Target, string>>;

/** A field of a container, by the name that rules use. */
export type Field = keyof typeof FIELDS;

/**
 * A field of a container.
 *
 * @param item a member of it, for example the name of a variable
 */
export function inContainer(
  facts: Facts,
  workload: WorkloadFacts,
  container: ContainerFacts,
  field: Field,
  item?: string,
): Place {
  return {
    // A Compose service is an object of its own; a container of a pod is part of one.
    object: facts.target === "compose" ? container.path : workload.path,
    path: `${container.path}.${FIELDS[field][facts.target]}${item === undefined ? "" : `[${item}]`}`,
  };
}

/** A field of what a workload is, beyond its containers. */
export function inWorkload(facts: Facts, workload: WorkloadFacts, field: string): Place {
  return { object: workload.path, path: `${workload.path}${facts.target === "compose" ? "." : ":"}${field}` };
}

/** An object as a whole. */
export function inObject(path: string): Place {
  return { object: path, path };
}
