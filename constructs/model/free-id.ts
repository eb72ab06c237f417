import type { Construct } from "constructs";
import { graphOf } from "./graph";

/**
 * The id under which a new construct is attached: its own, when that is free. Where it is taken, the problem is put down
 * and the construct goes on under an id that no target ever sees, so that the tree can be built to its end and
 * everything that is wrong with it is told at once.
 */
export function freeId(scope: Construct, id: string): string {
  // Children are kept in a plain object, in which some names stand for something else.
  const isReserved = id === "" || id in Object.prototype;
  if (!isReserved && scope.node.tryFindChild(id) === undefined) return id;
  const graph = graphOf(scope);
  const path = `${scope.node.path}/${id}`;
  // What comes after the seal is refused by whoever adds it.
  if (graph.isSealed) return placeholder(scope, id);
  if (isReserved) {
    graph.diagnostics.add("ASH-NAME-001", {
      path,
      message: "the id is empty or reserved",
      value: id,
      allowed: "a-z, 0-9 and -",
    });
  } else {
    graph.diagnostics.add("ASH-NAME-003", {
      path,
      message: `two constructs of ${scope.node.path} have the same id`,
      value: id,
      allowed: "an id that nothing else beside it has",
    });
  }
  return placeholder(scope, id);
}

function placeholder(scope: Construct, id: string): string {
  for (let count = 2; ; count += 1) {
    const free = `${id}~${count}`;
    if (scope.node.tryFindChild(free) !== undefined) continue;
    graphOf(scope).addPlaceholder(`${scope.node.path}/${free}`);
    return free;
  }
}
