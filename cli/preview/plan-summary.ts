import type { PreviewResources } from "../schemas/preview";
import { OPERATIONS, type PlanResource } from "./plan-resource";
import type { PulumiPlan } from "./pulumi-plan";

/**
 * What is told of everything that Pulumi would do.
 *
 * @param most most resources that are told; the rest is counted
 */
export function planSummary({ changing, untold }: PulumiPlan, most: number): PreviewResources {
  const count = (operation: string): number => changing.filter((it) => it.operation === operation).length;
  const told = untold
    .flatMap(({ operation, type, name, isBookkeeping }) =>
      operation === undefined ? [] : [{ operation, type, name, rank: rankOf(operation, isBookkeeping) }],
    )
    .sort((a, b) => a.rank - b.rank || compare(a.type, b.type) || compare(a.name, b.name));
  return {
    counts: {
      delete: count("delete"),
      replace: count("replace"),
      discard: count("discard"),
      update: count("update"),
      import: count("import"),
      create: count("create"),
    },
    untold: told.slice(0, most).map(({ operation, type, name }) => ({ operation, type, name })),
    left: Math.max(0, told.length - most),
  };
}

/** The worst first; what is in the state alone comes last. */
const rankOf = (operation: NonNullable<PlanResource["operation"]>, isBookkeeping: boolean): number =>
  OPERATIONS.indexOf(operation) + (isBookkeeping ? OPERATIONS.length : 0);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
