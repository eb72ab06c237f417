import type { ContainerFacts, ContainerRole } from "../container";
import { booleanOf, isObject, listOf, objectOf, scalarText, textOf, textsOf, wholeNumber, type Json } from "../json";
import { listenersOf } from "../listener";
import { NO_POD } from "../pod";
import type { WorkloadFacts } from "../workload";
import type { Project } from "./project";
import { readService } from "./service";

/** A service and what tells its place among the others. */
interface Member {
  readonly name: string;
  readonly service: Json;
  readonly container: ContainerFacts;
  readonly runsOnce: boolean;
}

/** A workload and the services that it is made of. */
export interface ComposeWorkload {
  readonly workload: WorkloadFacts;
  readonly services: readonly string[];
}

/** Services that share one network namespace are one workload, as the containers of a pod are. */
export function readWorkloads(project: Project): readonly ComposeWorkload[] {
  const groups = groupServices(project);
  const crowd = new Map<string, number>();
  for (const { workload } of groups)
    for (const network of workload.networks) crowd.set(network, (crowd.get(network) ?? 0) + 1);
  // Compose closes no ports between neighbours.
  const isWideOpen = ({ networks }: WorkloadFacts): boolean =>
    networks.some((network) => (crowd.get(network) ?? 0) > 1 || isExternal(network, project));
  return groups.map((group) => ({ ...group, workload: { ...group.workload, isWideOpen: isWideOpen(group.workload) } }));
}

function groupServices(project: Project): readonly ComposeWorkload[] {
  const once = awaitedToTheEnd(project);
  const groups = new Map<string, Member[]>();
  for (const [name, service] of project.services) {
    const owner = ownerOf(name, project);
    const member = {
      name,
      service,
      container: readService(name, service, project),
      runsOnce: runsOnce(name, service, once),
    };
    const group = groups.get(owner);
    if (group === undefined) groups.set(owner, [member]);
    else group.push(member);
  }
  return [...groups].map(([owner, members]) => ({
    workload: readGroup(owner, members, project),
    services: members.map(({ name }) => name),
  }));
}

/** The service whose network namespace a service lives in, in the end. */
function ownerOf(name: string, project: Project): string {
  let owner = name;
  for (let steps = 0; steps < project.services.size; steps += 1) {
    const next = /^service:(.+)$/.exec(textOf(project.services.get(owner)?.["network_mode"]) ?? "")?.[1];
    if (next === undefined || !project.services.has(next)) return owner;
    owner = next;
  }
  return owner;
}

/** Services that another one waits for until they have ended well. */
function awaitedToTheEnd(project: Project): ReadonlySet<string> {
  const awaited = new Set<string>();
  for (const service of project.services.values()) {
    for (const [name, condition] of Object.entries(objectOf(service["depends_on"])))
      if (objectOf(condition)["condition"] === "service_completed_successfully") awaited.add(name);
  }
  return awaited;
}

function runsOnce(name: string, service: Json, awaited: ReadonlySet<string>): boolean {
  const deploy = objectOf(service["deploy"]);
  if (/-job$/.test(textOf(deploy["mode"]) ?? "")) return true;
  const restart = textOf(objectOf(deploy["restart_policy"])["condition"]) ?? textOf(service["restart"]) ?? "no";
  return awaited.has(name) && /^(no|none|on-failure)/.test(restart);
}

function readGroup(owner: string, members: readonly Member[], project: Project): WorkloadFacts {
  const programs = members.filter((member) => partOf(member, owner, members) === "app");
  const lasting = programs.length === 0 || programs.some((member) => !member.runsOnce);
  const containers = members.map((member) => {
    const part = partOf(member, owner, members);
    return { ...member.container, role: part === "app" && member.runsOnce && lasting ? ("init" as const) : part };
  });
  const main = containers.find(({ role }) => role === "app") ?? containers[0];
  const ownerService = project.services.get(owner) ?? {};
  const mode = textOf(ownerService["network_mode"]) ?? "";
  const networks = networksOf(ownerService, mode);
  const name = main?.name ?? owner;
  const labels = labelsOf(project.services.get(name)?.["labels"]);
  const keepsData = containers.some(({ mounts }) =>
    mounts.some((mount) => mount.kind === "volume" && !mount.readOnly && isSized(mount.name, project)),
  );
  return {
    path: main?.path ?? `services.${owner}`,
    ref: { kind: "service", namespace: project.name, name },
    scope: scopeOf(labels, project),
    kind: lasting ? (keepsData ? "stateful" : "service") : "job",
    isLongRunning: lasting,
    replicas: Math.max(...members.map(({ service }) => replicasOf(service))),
    surge: 0,
    labels,
    containers,
    tokenMounted: false,
    hostNamespaces: [...new Set(members.flatMap(({ service }) => hostNamespacesOf(service)))],
    hostDevices: members.flatMap(({ service }) => hostDevicesOf(service)),
    hasDeadline: false,
    priorityClass: undefined,
    pod: { ...NO_POD, sysctls: members.flatMap(({ service }) => sysctlsOf(service)) },
    networks,
    isCutOff: mode === "none",
    isolation: {
      ingress: mode === "none" || (networks.length > 0 && !networks.some((it) => it === "default" || it === "bridge")),
      egress: networks.every((network) => isInternal(network, project)) && mode !== "host",
    },
    isWideOpen: false,
    listeners: listenersOf(containers),
  };
}

/** The part of a platform that a service belongs to; the project where nothing says. */
function scopeOf(labels: ReadonlyMap<string, string>, project: Project): string {
  return labels.get("ashlar.dev/scope") ?? project.name;
}

/** An idle owner of the namespace, a sidecar by what it runs, or the program itself. */
function partOf({ name, container }: Member, owner: string, members: readonly Member[]): ContainerRole {
  if (name === owner && container.image.name === "pause" && container.command.length === 0) return "sandbox";
  if (members.length === 1) return "app";
  return container.reading?.reader === "ghostunnel" ? "sidecar" : "app";
}

function networksOf(service: Json, mode: string): readonly string[] {
  if (mode === "bridge") return ["bridge"];
  if (mode !== "") return [];
  const networks = service["networks"];
  const names = isObject(networks) ? Object.keys(networks) : textsOf(networks);
  return names.length === 0 ? ["default"] : names;
}

function isInternal(network: string, project: Project): boolean {
  return booleanOf(objectOf(objectOf(project.document["networks"])[network])["internal"]) === true;
}

/** Whether a network is shared with whoever else knows its name. */
export function isExternal(network: string, project: Project): boolean {
  const external = objectOf(objectOf(project.document["networks"])[network])["external"];
  return booleanOf(external) === true || isObject(external);
}

function isSized(volume: string, project: Project): boolean {
  return isObject(objectOf(objectOf(project.document["volumes"])[volume])["x-ashlar"]);
}

function replicasOf(service: Json): number {
  return wholeNumber(objectOf(service["deploy"])["replicas"]) ?? wholeNumber(service["scale"]) ?? 1;
}

function labelsOf(value: unknown): ReadonlyMap<string, string> {
  const entries = isObject(value)
    ? Object.entries(value).map(([key, item]) => [key, scalarText(item) ?? ""] as const)
    : textsOf(value).map((text) => [text.split("=")[0] ?? "", text.slice(text.indexOf("=") + 1)] as const);
  return new Map(entries);
}

/** Keys of a service that may name the host's own namespace. */
const NAMESPACES = [
  ["network_mode", "network"],
  ["pid", "pid"],
  ["ipc", "ipc"],
  ["uts", "uts"],
  ["userns_mode", "user"],
  ["cgroup", "cgroup"],
] as const;

function hostNamespacesOf(service: Json): readonly string[] {
  return NAMESPACES.filter(([key]) => service[key] === "host").map(([, name]) => name);
}

function sysctlsOf({ sysctls }: Json): readonly string[] {
  return isObject(sysctls) ? Object.keys(sysctls) : textsOf(sysctls).map((text) => text.split("=")[0] ?? "");
}

function hostDevicesOf(service: Json): readonly string[] {
  const devices = listOf(service["devices"]).flatMap((item) => textOf(item) ?? textOf(objectOf(item)["source"]) ?? []);
  return booleanOf(service["use_api_socket"]) === true ? [...devices, "the engine's API socket"] : devices;
}
