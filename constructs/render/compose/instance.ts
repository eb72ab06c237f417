import { groupSidecars } from "../../mesh/mesh";
import type { Component } from "../../model/component";
import type { Container } from "../../model/container";
import type { Peer } from "../../model/peer";
import type { Workload } from "../../model/workload";
import type { LoweredPlatform } from "../lower";
import { partName, replicaSuffixes } from "./names";

/** A container of a workload, and the name of the service that it becomes. */
export interface Part {
  readonly role: "app" | "init" | "sidecar";
  readonly service: string;
  /** Name of what the replicas of a part share: that of the first one's service. */
  readonly shared: string;
  readonly container: Container;
}

/** One run of a workload: its services and what they share. */
export interface Instance {
  readonly component: Component;
  readonly workload: Workload;
  /** Counts from 1. */
  readonly number: number;
  /** How many containers Compose makes of the service. */
  readonly scale: number;
  readonly app: Part;
  readonly init: readonly Part[];
  /** Sidecars that the component declared. */
  readonly declared: readonly Part[];
  readonly tunnels: readonly Part[];
  /** Sidecars in front of endpoints. */
  readonly servers: readonly Part[];
  /** The service whose network all parts join; undefined when there is no part but the application. */
  readonly sandbox: string | undefined;
}

/** Every part of an instance, in the order of their starts. */
export function partsOf(instance: Instance): readonly Part[] {
  return [...instance.tunnels, ...instance.declared, ...instance.init, instance.app, ...instance.servers];
}

/** The service that stands in the networks for an instance. */
export function networkOwner(instance: Instance): string {
  return instance.sandbox ?? instance.app.service;
}

/**
 * Every run of every workload. Compose scales a service by itself where all that its containers share may be shared;
 * sidecars and disks of a replica's own need services of their own.
 */
export function layOut(lowered: LoweredPlatform): readonly Instance[] {
  const gateways = new Set(lowered.exposures.map(({ gateway }) => gateway.peer));
  return lowered.workloads.flatMap(({ component, workload }) => {
    const replicas = replicasOf(workload, gateways);
    if (!mustStandApart(workload)) return [instanceOf(component, workload, 1, replicas)];
    return Array.from({ length: replicas }, (_, index) => instanceOf(component, workload, index + 1, 1));
  });
}

function replicasOf({ run, peer }: Workload, gateways: ReadonlySet<Peer>): number {
  switch (run.kind) {
    case "service":
      return gateways.has(peer) ? 1 : run.replicas;
    case "stateful":
    case "job":
    case "cron":
      return 1;
    default:
      return run satisfies never;
  }
}

function mustStandApart(workload: Workload): boolean {
  return (
    hasSandbox(workload) ||
    workload.container.mounts.some(
      (mount) => mount.kind === "scratch" && (mount.medium === "disk" || mount.seed === "image"),
    )
  );
}

function hasSandbox(workload: Workload): boolean {
  return workload.sidecars.length > 0;
}

function instanceOf(component: Component, workload: Workload, number: number, scale: number): Instance {
  const { peer } = workload;
  const replica = replicaSuffixes(number);
  const part =
    (role: Part["role"]) =>
    (container: Container): Part => {
      const own = role === "app" ? [] : [container.name];
      return { role, service: partName(peer, ...replica, ...own), shared: partName(peer, ...own), container };
    };
  const { declared, tunnels, servers } = groupSidecars(workload);
  return {
    component,
    workload,
    number,
    scale,
    app: part("app")(workload.container),
    init: workload.init.map(part("init")),
    declared: declared.map(part("sidecar")),
    tunnels: tunnels.map(part("sidecar")),
    servers: servers.map(part("sidecar")),
    sandbox: hasSandbox(workload) ? partName(peer, ...replica, "sandbox") : undefined,
  };
}
