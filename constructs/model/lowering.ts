import type { Connection } from "./connection";
import type { Endpoint } from "./endpoint";
import type { Exposure } from "./exposure";
import type { Platform } from "./platform";
import type { Primitive, PrimitiveOf } from "./primitives";
import type { Target } from "./target";
import type { Workload } from "./workload";

/** What a component may ask of its neighbours while it is lowered. */
export interface LoweringContext {
  readonly target: Target;
  readonly platform: Platform;
  /** The edges that end at an endpoint, ordered by the callers' names. */
  incoming<Access>(endpoint: Endpoint<Access>): readonly Connection<Access>[];
  exposures(): readonly Exposure[];
}

/** Says what a component is on a target. Pure: it changes neither the tree nor anything outside. */
export type Lowering<P extends Primitive> = (context: LoweringContext) => readonly P[];

/** A target on which a component cannot be had. */
export interface Unsupported {
  readonly unsupported: string;
}

/** What a component is on each target. A missing target does not compile. */
export type Realisation = { readonly [T in Target]: Lowering<PrimitiveOf<T>> | Unsupported };

/** The same on every target: what most components are. */
export function everywhere(lowering: Lowering<Workload>): Realisation {
  return { compose: lowering, kubernetes: lowering };
}

/** Declares that a component cannot be had on a target, and why. */
export function unsupported(why: string): Unsupported {
  return { unsupported: why };
}
