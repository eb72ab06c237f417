import { Cpu, Size } from "../../model/units";
import { check, isAtLeast, type Check } from "./check";
import { overlaps } from "./cidr";
import type { HostNeeds } from "./host-needs";
import type { EngineFacts, HostView } from "./host-view";

/** Oldest versions that are known to work, and why. */
export const HOST_VERSIONS = {
  /** The oldest that the platforms of this library have been run on. */
  engine: "20.10.0",
  /** Knows `env_file` with `required`, which the files use. */
  compose: "2.24.0",
} as const;

/**
 * Looks whether a Docker host has what a rendered project needs. It changes nothing.
 *
 * @throws TroubleError ASH-STATE-006: see {@link HostView}
 */
export async function preflightHost(needs: HostNeeds, host: HostView): Promise<readonly Check[]> {
  // The first question alone: an engine out of reach is told once.
  const engine = await host.engine();
  const others = await Promise.all([
    checkCompose(host),
    checkPorts(needs, host),
    checkSubnets(needs, host),
    checkDisk(needs, engine, host),
  ]);
  return [...checkEngine(engine), ...others.flat(), ...checkMemory(needs, engine), ...checkCpu(needs, engine)];
}

function checkEngine({ version, os, enforces }: EngineFacts): readonly Check[] {
  const subject = "Docker Engine";
  const least = HOST_VERSIONS.engine;
  const enough = isAtLeast(version, least);
  const isLinux = os === "linux";
  const message = isLinux ? `is ${version}, and must be ${least} or newer` : `runs containers of ${os}`;
  const missing = Object.entries(enforces)
    .filter(([, isEnforced]) => !isEnforced)
    .map(([what]) => what);
  return [
    check(
      "HOST-001",
      !isLinux || enough === false ? "failed" : enough === undefined ? "unknown" : "ok",
      subject,
      message,
    ),
    missing.length === 0
      ? check("HOST-008", "ok", "limits", "cpu, memory and pids are enforced")
      : check("HOST-008", "failed", "limits", `the kernel does not enforce: ${missing.join(", ")}`),
  ];
}

async function checkCompose(host: HostView): Promise<readonly Check[]> {
  const version = await host.composeVersion();
  const subject = "Docker Compose";
  const least = HOST_VERSIONS.compose;
  if (version === undefined) return [check("HOST-002", "failed", subject, "there is no such plugin")];
  const enough = isAtLeast(version, least);
  const message = `is ${version}, and must be ${least} or newer`;
  return [check("HOST-002", enough === undefined ? "unknown" : enough ? "ok" : "failed", subject, message)];
}

async function checkPorts({ project, ports }: HostNeeds, host: HostView): Promise<readonly Check[]> {
  if (ports.length === 0) return [];
  const published = await host.published();
  return Promise.all(
    ports.map(async ({ address, port }) => {
      const subject = `port ${address}:${port}`;
      // Some engines publish without a listener that could be found.
      const owner = published.find((item) => item.port === port);
      if (owner !== undefined) {
        const status = owner.project === project ? "ok" : "failed";
        return check("HOST-003", status, subject, `is published by ${owner.project ?? "another container"} already`);
      }
      const state = await host.port(address, port);
      switch (state) {
        case "free":
          return check("HOST-003", "ok", subject, "is free");
        case "taken":
          return check("HOST-003", "failed", subject, "is taken");
        case "no such address":
          return check(
            "HOST-003",
            "failed",
            subject,
            "the host has no such address",
            "set compose.bindAddress to an address of the host",
          );
        case "not allowed":
          return check("HOST-003", "unknown", subject, "may not be tried by this user");
        case undefined:
          return check("HOST-003", "unknown", subject, "cannot be seen from here: Docker runs on another machine");
        default:
          return state satisfies never;
      }
    }),
  );
}

async function checkSubnets({ project, subnets }: HostNeeds, host: HostView): Promise<readonly Check[]> {
  if (subnets.length === 0) return [];
  const [networks, routes] = await Promise.all([host.networks(), host.routes()]);
  const own = networks.filter((network) => network.project === project).flatMap((network) => network.subnets);
  const taken = [
    ...networks
      .filter((network) => network.project !== project)
      .flatMap(({ name, subnets: ranges }) => ranges.map((range) => ({ range, by: `network ${name}` }))),
    // Networks of this project are routes of the host while it runs.
    ...(routes ?? [])
      .filter(({ range }) => !own.includes(range))
      .map(({ range, device }) => ({ range, by: `route through ${device}` })),
  ];
  const clashes = subnets.flatMap((subnet) => {
    const other = taken.find(({ range }) => overlaps(range, subnet));
    return other === undefined ? [] : [`${subnet} overlaps ${other.range} (${other.by})`];
  });
  const subject = `${subnets.length} networks`;
  if (clashes.length > 0) return [check("HOST-004", "failed", subject, clashes.join(", "))];
  if (routes !== undefined) return [check("HOST-004", "ok", subject, "overlap nothing")];
  const message = "overlap no other network of Docker; routes of the host cannot be seen from here";
  return [check("HOST-004", "unknown", subject, message)];
}

function checkMemory({ limits, requests, largest }: HostNeeds, { memory }: EngineFacts): readonly Check[] {
  const size = (bytes: number): string => Size.mebibytes(Math.round(bytes / 2 ** 20)).toString();
  const subject = "memory";
  const has = `the host has ${size(memory)}`;
  if (requests.memory > memory)
    return [check("HOST-005", "failed", subject, `${has}, what is reserved adds up to ${size(requests.memory)}`)];
  if (largest.memory > memory)
    return [check("HOST-005", "failed", subject, `${has}, one service may take ${size(largest.memory)}`)];
  const message = `${has}, the limits add up to ${size(limits.memory)}`;
  return [check("HOST-005", limits.memory > memory ? "warning" : "ok", subject, message)];
}

function checkCpu({ limits, requests, largest }: HostNeeds, { cpus }: EngineFacts): readonly Check[] {
  const amount = (millicores: number): string => Cpu.millicores(millicores).toString();
  const subject = "processors";
  const has = `the host has ${cpus}`;
  const all = cpus * 1000;
  if (largest.cpu > all)
    return [check("HOST-006", "failed", subject, `${has}, the limit of one service is ${amount(largest.cpu)}`)];
  if (requests.cpu > all)
    return [check("HOST-006", "failed", subject, `${has}, what is reserved adds up to ${amount(requests.cpu)}`)];
  const message = `${has}, the limits add up to ${amount(limits.cpu)}`;
  return [check("HOST-006", limits.cpu > all ? "warning" : "ok", subject, message)];
}

async function checkDisk(
  { project, storage }: HostNeeds,
  { dataFolder }: EngineFacts,
  host: HostView,
): Promise<readonly Check[]> {
  if (storage === 0) return [];
  const [free, volumes] = await Promise.all([host.freeSpace(dataFolder), host.volumesOf(project)]);
  const subject = "disk";
  if (free === undefined) return [check("HOST-007", "unknown", subject, `${dataFolder} cannot be seen from here`)];
  const gibibytes = (bytes: number): string => `${Math.floor(bytes / 2 ** 30)}Gi`;
  const message = `${gibibytes(free)} are free in ${dataFolder}, volumes may grow to ${gibibytes(storage)}`;
  if (free >= storage) return [check("HOST-007", "ok", subject, message)];
  if (volumes.length === 0) return [check("HOST-007", "warning", subject, message)];
  return [
    check(
      "HOST-007",
      "warning",
      subject,
      `${message}, of which ${volumes.length} volumes of ${project} hold a part already`,
    ),
  ];
}
