import type { Target } from "../../constructs/model/target";
import { BEYOND } from "./beyond";
import { COMPOSE_ROWS } from "./compose";
import { KUBERNETES_OBJECT_ROWS } from "./kubernetes-objects";
import { KUBERNETES_POD_ROWS } from "./kubernetes-pods";
import type { BaselineRow, BeyondRow } from "./row";

/** Everything that is asked for elsewhere, and what is asked here besides: the table of the reference. */
export const COVERAGE: {
  readonly rows: Readonly<Record<Target, readonly BaselineRow[]>>;
  readonly beyond: readonly BeyondRow[];
} = {
  rows: { kubernetes: [...KUBERNETES_POD_ROWS, ...KUBERNETES_OBJECT_ROWS], compose: COMPOSE_ROWS },
  beyond: BEYOND,
};
