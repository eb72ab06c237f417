import type { Connection } from "../../model/connection";
import type { Peer } from "../../model/peer";
import type { ComposeCondition, ComposeDependency } from "./file";
import { readinessProbe } from "./healthcheck";
import type { Instance, Part } from "./instance";
import { MATERIAL_SERVICE } from "./names";
import { partPath, type ComposeRender } from "./render";

/** Weak to strong: of two conditions on one service the stronger holds. */
const STRENGTH: readonly ComposeCondition[] = ["service_started", "service_healthy", "service_completed_successfully"];

type Dependency = readonly [service: string, condition: ComposeCondition];

/**
 * What a part waits for: its material, the network it joins, the sidecars and steps before it, and, for what runs on the
 * caller's behalf, the servers that its connections wait for.
 */
export function dependsOn(
  render: ComposeRender,
  instance: Instance,
  part: Part,
  needsMaterial: boolean,
): Record<string, ComposeDependency> {
  const dependencies: Dependency[] = [
    ...(needsMaterial ? [[MATERIAL_SERVICE, "service_completed_successfully"] as const] : []),
    ...stepsBefore(instance, part),
    ...(part.role === "sidecar" ? [] : awaited(render, instance, part)),
  ];
  const merged = mergeDependencies(dependencies);
  if (instance.sandbox === undefined) return merged;
  // Compose adds this one by itself; said here, the file shows all of the order.
  return sorted({ ...merged, [instance.sandbox]: { condition: "service_started", restart: true } });
}

/** The strongest condition for each service. */
export function mergeDependencies(dependencies: readonly Dependency[]): Record<string, ComposeDependency> {
  const merged: Record<string, ComposeDependency> = {};
  for (const [service, condition] of dependencies) {
    const known = merged[service]?.condition;
    if (known !== undefined && STRENGTH.indexOf(known) >= STRENGTH.indexOf(condition)) continue;
    merged[service] = { condition };
  }
  return sorted(merged);
}

function sorted(dependencies: Readonly<Record<string, ComposeDependency>>): Record<string, ComposeDependency> {
  return Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function stepsBefore(instance: Instance, part: Part): readonly Dependency[] {
  const { app, init, declared, tunnels, servers } = instance;
  const sidecars: readonly Dependency[] = [
    ...tunnels.map(({ service }) => [service, "service_started"] as const),
    ...declared.map(({ service, container }) => {
      // The start probe of a sidecar is its word that what comes next may start.
      const tells = container.probes.started?.forms.exec !== undefined;
      return [service, tells ? "service_healthy" : "service_started"] as const;
    }),
  ];
  switch (part.role) {
    case "sidecar":
      return servers.includes(part) ? [[app.service, "service_started"]] : [];
    case "init":
      return [...sidecars, ...completed(init[init.indexOf(part) - 1])];
    case "app":
      return [...sidecars, ...completed(init.at(-1))];
    default:
      return part.role satisfies never;
  }
}

function completed(step: Part | undefined): readonly Dependency[] {
  return step === undefined ? [] : [[step.service, "service_completed_successfully"]];
}

function awaited(render: ComposeRender, instance: Instance, part: Part): readonly Dependency[] {
  const { peer } = instance.workload;
  const jobs = jobsOf(render, peer.jobsBefore, peer.node.path, "starts");
  const servers = peer.connections.flatMap((connection) => {
    const { endpoint, wait } = connection;
    if (endpoint.kind === "external" || endpoint.peer === peer) return [];
    const servers = render.instancesOf(endpoint.peer);
    switch (wait) {
      case "none":
        return [];
      case "started":
        return servers.map(({ app }) => [app.service, "service_started"] as const);
      case "healthy":
        return servers.flatMap((server) => healthy(render, server, connection, partPath(instance, part)));
      case "ready":
        return [
          ...servers.flatMap((server) => healthy(render, server, connection, partPath(instance, part))),
          ...jobsOf(render, endpoint.props.readyAfter ?? [], endpoint.path, "is ready"),
        ];
      default:
        return wait satisfies never;
    }
  });
  return [...jobs, ...servers];
}

/** The server tells its readiness itself, or the sidecar in front of it asks the server and tells. */
function healthy(
  render: ComposeRender,
  server: Instance,
  { endpoint, wait }: Connection,
  path: string,
): readonly Dependency[] {
  const tells = readinessProbe(server.app.container.probes) !== undefined;
  if (!tells && !(endpoint.kind === "internal" && endpoint.isBehindSidecar)) {
    render.problems.add("ASH-GRAPH-004", {
      path,
      message: `waits until ${server.workload.peer.node.path} is ${wait}, which tells no readiness`,
      allowed: "a ready or started probe with an exec form",
    });
  }
  return [
    [server.app.service, tells ? "service_healthy" : "service_started"],
    ...server.servers.map(({ service }) => [service, "service_healthy"] as const),
  ];
}

function jobsOf(
  render: ComposeRender,
  peers: readonly Peer[],
  path: string,
  verb: "starts" | "is ready",
): readonly Dependency[] {
  return peers.flatMap((peer) => {
    const jobs = render.instancesOf(peer);
    if (jobs.length === 0 || jobs.some(({ workload }) => workload.run.kind !== "job")) {
      render.problems.add("ASH-GRAPH-004", {
        path,
        message: `${verb} after ${peer.node.path} has run to its end, which is no job`,
        allowed: "jobs in startAfter and readyAfter",
        cure: "declare the workload as a job, or do not wait for it",
      });
      return [];
    }
    return jobs.map(({ app }) => [app.service, "service_completed_successfully"] as const);
  });
}
