import { AshlarError, type Diagnostics } from "../../model/diagnostics";
import { flatten, type ExpressionInput, type Leaves, type Segment } from "../../model/expression";
import { leavesFor } from "../leaves";
import type { LoweredPlatform } from "../lower";
import type { Instance, Part } from "./instance";
import { peerName } from "./names";

/** What every step of one render reads, and where it puts its problems. */
export interface ComposeRender {
  readonly lowered: LoweredPlatform;
  readonly problems: Diagnostics;
  readonly instances: readonly Instance[];
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
