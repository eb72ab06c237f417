import type { Claim } from "./claim";
import type { Target } from "./target";
import type { Workload } from "./workload";

/**
 * What a component's lowering returns. The union is closed: a renderer that forgets a case does not compile. Endpoints,
 * connections, identities, secrets, exposures and quotas stand in the graph already, because others refer to them
 * before anything is lowered; files and volumes stand in the workload that mounts them.
 */
export type Primitive = Workload | Claim;

/** What may be returned for a target: a Compose lowering cannot return a claim. */
export interface PrimitivesOf {
  readonly compose: Workload;
  readonly kubernetes: Workload | Claim;
}

/** A primitive of a target. */
export type PrimitiveOf<T extends Target> = PrimitivesOf[T];
