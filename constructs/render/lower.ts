import { addMesh } from "../mesh/mesh";
import type { Claim } from "../model/claim";
import type { Component } from "../model/component";
import type { Connection } from "../model/connection";
import { AshlarError, Diagnostics, type Diagnostic } from "../model/diagnostics";
import type { Endpoint } from "../model/endpoint";
import type { Exposure } from "../model/exposure";
import type { LoweringContext } from "../model/lowering";
import type { Peer } from "../model/peer";
import type { Platform } from "../model/platform";
import type { Primitive } from "../model/primitives";
import type { Target } from "../model/target";
import type { Workload } from "../model/workload";
import { checkImages } from "./image-check";
import { checkSupport } from "./support-check";

/** A workload with what the mesh added, and the component it came from. */
export interface LoweredWorkload {
  readonly component: Component;
  readonly workload: Workload;
}

/** A claim and the component it came from. */
export interface LoweredClaim {
  readonly component: Component;
  readonly claim: Claim;
}

/** A platform as primitives of one target: what a renderer emits, completely. Sorted by path. */
export interface LoweredPlatform {
  readonly platform: Platform;
  readonly target: Target;
  readonly workloads: readonly LoweredWorkload[];
  readonly claims: readonly LoweredClaim[];
  readonly exposures: readonly Exposure[];
  /** Emulations and accepted losses, for the report. */
  readonly notes: readonly Diagnostic[];
  incoming<Access>(endpoint: Endpoint<Access>): readonly Connection<Access>[];
  workloadOf(peer: Peer): Workload | undefined;
}

/**
 * Seals a platform and lowers every component of it to the primitives of a target.
 *
 * @throws AshlarError with every problem of the tree, or of this target
 */
export function lowerPlatform(platform: Platform, target: Target): LoweredPlatform {
  platform.seal();
  const { graph } = platform;
  const problems = new Diagnostics();
  // The tree has no errors any more; what it warns of and tells belongs to every render of it.
  problems.addAll(graph.diagnostics.items);
  const context: LoweringContext = {
    target,
    platform,
    incoming: (endpoint) => sortByCaller(graph.incoming(endpoint)),
    exposures: () => graph.exposures,
  };
  const workloads: LoweredWorkload[] = [];
  const claims: LoweredClaim[] = [];
  for (const component of graph.components) {
    for (const primitive of lowerComponent(component, context, problems)) {
      if (primitive.kind === "workload") workloads.push({ component, workload: addMesh(primitive, context) });
      else claims.push({ component, claim: primitive });
    }
  }
  // What was not lowered for its problems has no workload for that reason.
  problems.throwIfErrors();
  requireWorkloads(graph.peers, workloads, claims, problems);
  const byPeer = new Map(workloads.map(({ workload }) => [workload.peer, workload]));
  const lowered = {
    platform,
    target,
    workloads: sortByPath(workloads, (item) => item.workload.peer.node.path),
    claims: sortByPath(claims, (item) => item.claim.peer.node.path),
    exposures: graph.exposures,
    incoming: <Access>(endpoint: Endpoint<Access>) => context.incoming(endpoint),
    workloadOf: (peer: Peer) => byPeer.get(peer),
  };
  problems.addAll(checkSupport(lowered));
  problems.addAll(checkImages(lowered));
  problems.throwIfErrors();
  return { ...lowered, notes: problems.items };
}

function lowerComponent(component: Component, context: LoweringContext, problems: Diagnostics): readonly Primitive[] {
  const realisation = component.realise()[context.target];
  if (typeof realisation === "function") {
    try {
      return realisation(context);
    } catch (error) {
      // The other components may have problems too: all are told at once.
      if (!AshlarError.is(error)) throw error;
      problems.addAll(error.diagnostics);
      return [];
    }
  }
  problems.add("ASH-TARGET-001", {
    path: component.node.path,
    message: `cannot be realised on ${context.target}: ${realisation.unsupported}`,
  });
  return [];
}

/** A peer that serves or calls must be something that runs. */
function requireWorkloads(
  peers: readonly Peer[],
  workloads: readonly LoweredWorkload[],
  claims: readonly LoweredClaim[],
  problems: Diagnostics,
): void {
  const realised = new Set([...workloads.map((item) => item.workload.peer), ...claims.map((item) => item.claim.peer)]);
  for (const peer of peers) {
    if (realised.has(peer) || (peer.endpoints.length === 0 && peer.connections.length === 0)) continue;
    problems.add("ASH-GRAPH-005", { path: peer.node.path, message: "has endpoints or connections, but no workload" });
  }
}

function sortByPath<Item>(items: readonly Item[], pathOf: (item: Item) => string): readonly Item[] {
  return items
    .map((item) => ({ item, path: pathOf(item) }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map(({ item }) => item);
}

function sortByCaller<Access>(connections: readonly Connection<Access>[]): readonly Connection<Access>[] {
  return sortByPath(connections, (connection) => connection.caller.node.path);
}
