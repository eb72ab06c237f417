/** An object, whatever it is. */
export interface NamedObject {
  readonly path: string;
  readonly kind: string;
  /** `<group>/<version>`, or a version alone. */
  readonly apiVersion: string;
}

/** What one rule of a role allows. `*` is everything. */
export interface GrantRule {
  /** `rules[0]` */
  readonly field: string;
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Names that it is limited to; empty: every one. */
  readonly names: readonly string[];
}

/** A role of the Kubernetes API. */
export interface RoleFacts {
  readonly path: string;
  /** It may hold in every namespace. */
  readonly isOfCluster: boolean;
  readonly rules: readonly GrantRule[];
}

/** Who has a role. */
export interface BindingFacts {
  readonly path: string;
  readonly isOfCluster: boolean;
  /** `ClusterRole/view` */
  readonly role: string;
  /** `ServiceAccount/a/b`, `Group/c` */
  readonly subjects: readonly string[];
}

/** Something that is named, and that the artifact does not hold. */
export interface DanglingFacts {
  /** The object that names it. */
  readonly object: string;
  readonly path: string;
  /** For a message: `the service account a/b`. */
  readonly what: string;
}

/** An Ingress. */
export interface EntranceFacts {
  readonly path: string;
  /** Hosts that are served without TLS; empty text: every host. */
  readonly plainHosts: readonly string[];
  /** Annotations that hold configuration of the controller itself. */
  readonly snippets: readonly string[];
}

/** A PodDisruptionBudget. */
export interface DisruptionFacts {
  readonly path: string;
  /** Paths of the workloads that it keeps. */
  readonly workloads: readonly string[];
  /** It never lets a pod go. */
  readonly isBlocking: boolean;
}

/** Workloads that a selector finds besides the one that it is for. */
export interface SelectorFacts {
  readonly path: string;
  /** Whether it finds the pods of its own template. */
  readonly findsItself: boolean;
  /** Paths of others whose pods it finds. */
  readonly others: readonly string[];
}

/** What an artifact says to a cluster beside its workloads. Empty for Compose. */
export interface ClusterFacts {
  readonly objects: readonly NamedObject[];
  readonly roles: readonly RoleFacts[];
  readonly bindings: readonly BindingFacts[];
  readonly dangling: readonly DanglingFacts[];
  readonly entrances: readonly EntranceFacts[];
  readonly disruptions: readonly DisruptionFacts[];
  readonly selectors: readonly SelectorFacts[];
}

/** No cluster. */
export const NO_CLUSTER: ClusterFacts = {
  objects: [],
  roles: [],
  bindings: [],
  dangling: [],
  entrances: [],
  disruptions: [],
  selectors: [],
};
