import { AshlarError, Diagnostics } from "../../model/diagnostics";
import type { Exposure } from "../../model/exposure";
import { flatten, type ExpressionInput, type Leaves, type Segment } from "../../model/expression";
import type { Peer } from "../../model/peer";
import { leavesFor } from "../leaves";
import type { LoweredPlatform } from "../lower";
import { layOut, type Instance, type Part } from "./instance";
import { peerName } from "./names";

/** What every step of one render reads, and where it puts its problems. */
export interface ComposeRender {
  readonly lowered: LoweredPlatform;
  readonly problems: Diagnostics;
  readonly instances: readonly Instance[];
  /** The runs of a peer's workload. */
  instancesOf(peer: Peer): readonly Instance[];
  /** What is published through endpoints of a peer. */
  exposuresOf(peer: Peer): readonly Exposure[];
}

/** Begins a render of a lowered platform. */
export function beginRender(lowered: LoweredPlatform): ComposeRender {
  const instances = layOut(lowered);
  const byPeer = groupBy(instances, ({ workload }) => workload.peer);
  const exposures = groupBy(lowered.exposures, ({ gateway }) => gateway.peer);
  return {
    lowered,
    problems: new Diagnostics(),
    instances,
    instancesOf: (peer) => byPeer.get(peer) ?? [],
    exposuresOf: (peer) => exposures.get(peer) ?? [],
  };
}

/** Items by key, in the order in which they come. */
export function groupBy<Key, Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Where a part stands in the tree, for diagnostics. */
export function partPath({ workload }: Instance, { container }: Part): string {
  return `${workload.peer.node.path}/${container.name}`;
}

/** What the expressions of a part resolve to. */
export function leavesOf(render: ComposeRender, instance: Instance, part: Part): Leaves {
  const { platform } = render.lowered;
  return leavesFor(instance.workload, part.container, { platform, problems: render.problems }, peerName);
}

/** Runs a step that may throw; its problems join the others, so that a user is told all of them at once. */
export function collecting<Result>(problems: Diagnostics, path: string, fallback: Result, step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    if (!AshlarError.is(error)) throw error;
    problems.addAll(error.diagnostics.map((item) => (item.path === "expression" ? { ...item, path } : item)));
    return fallback;
  }
}

/** Flattens a value of a part. */
export function segmentsOfValue(
  input: ExpressionInput,
  leaves: Leaves,
  problems: Diagnostics,
  path: string,
): readonly Segment[] {
  return collecting(problems, path, [], () => flatten(input, leaves));
}
