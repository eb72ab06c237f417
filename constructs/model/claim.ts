import type { Peer } from "./peer";
import type { Prerequisite } from "./prerequisite";

/** A typed custom resource that an operator fulfils. Kubernetes only. */
export interface Claim<Spec extends object = object> {
  readonly kind: "claim";
  /** The peer whose name, scope and network position it takes. */
  readonly peer: Peer;
  readonly apiVersion: string;
  readonly resource: string;
  readonly spec: Spec;
  /** The operator that must be there first. */
  readonly requires: Prerequisite;
}
