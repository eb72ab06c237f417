import type { Construct } from "constructs";
import { graphOf } from "./graph";
import { ID, ID_LIMITS } from "./names";

/** Reports an id that no target could carry unchanged. */
export function checkId(construct: Construct, kind: keyof typeof ID_LIMITS): void {
  const { id, path } = construct.node;
  const limit = ID_LIMITS[kind];
  const graph = graphOf(construct);
  if (graph.isPlaceholder(path)) return;
  const { diagnostics } = graph;
  if (!ID.test(id)) {
    diagnostics.add("ASH-NAME-001", {
      path,
      message: `the ${kind}'s id is not valid`,
      value: id,
      allowed: "a-z, 0-9 and -",
    });
  } else if (id.length > limit) {
    diagnostics.add("ASH-NAME-002", {
      path,
      message: `the ${kind}'s id has ${id.length} characters`,
      value: id,
      allowed: `at most ${limit} characters`,
    });
  }
}
