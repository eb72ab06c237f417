import type { Platform } from "../../model/platform";
import type { Budget } from "../../model/quota";
import type { ComposeBudget, ComposeFacts } from "./file";
import { scopeName } from "./labels";

/** What checks must know of a platform and find nowhere else in its file. */
export function factsOf(platform: Platform): ComposeFacts {
  const scopes = [platform, ...platform.graph.scopes].flatMap((scope): [string, ComposeBudget][] =>
    scope.budget === undefined ? [] : [[scopeName(scope), budgetOf(scope.budget)]],
  );
  return {
    platform: platform.node.id,
    environment: platform.spec.environment,
    trustDomain: platform.trustDomain,
    ...(scopes.length === 0 ? {} : { budgets: Object.fromEntries(scopes.sort(([a], [b]) => (a < b ? -1 : 1))) }),
  };
}

function budgetOf({ cpu, memory, storage, pods }: Budget): ComposeBudget {
  return {
    cpu: cpu.toString(),
    memory: memory.toString(),
    ...(storage === undefined ? {} : { storage: storage.toString() }),
    ...(pods === undefined ? {} : { pods }),
  };
}
