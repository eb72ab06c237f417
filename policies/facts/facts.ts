import type { Target } from "../../constructs/model/target";
import type { ClusterFacts } from "./cluster";
import type { ContainerFacts } from "./container";
import type { EdgeFacts } from "./edge";
import type { WorkloadFacts } from "./workload";

/** A way in from outside the platform. */
export interface ExposureFacts {
  readonly path: string;
  readonly kind: "published" | "host-port" | "node-port" | "load-balancer" | "external-address" | "ingress";
  /** Path of the workload that it leads to; undefined when the artifact does not hold it. */
  readonly workload: string | undefined;
  /** Port of the workload; undefined when it cannot be told. */
  readonly port: number | undefined;
  /** `TCP`, `UDP` or `SCTP`. */
  readonly protocol: string;
  /** Address of the host that is bound; undefined: every address. */
  readonly address: string | undefined;
  /** As a reader would write it, for example `8443:443`. */
  readonly text: string;
  /** A platform of ours publishes it on an address that it was told, and whoever answers there is its gateway. */
  readonly isPublicEdge?: true;
}

/** A port of the host that a Compose service takes. */
export interface TakenPortFacts {
  readonly path: string;
  readonly port: number;
  /** `TCP`, `UDP` or `SCTP`. */
  readonly protocol: string;
  /** Address of the host that is bound; undefined: every address. */
  readonly address: string | undefined;
  /** As the artifact writes it. */
  readonly text: string;
}

/** A persistent disk, or the template of one for each replica. */
export interface VolumeFacts {
  readonly path: string;
  readonly scope: string;
  readonly name: string;
  /** Bytes of one; undefined when the artifact does not say. */
  readonly size: number | undefined;
  readonly count: number;
}

/** What a quota counts. Processor amounts are millicores, memory and storage bytes. */
export const QUOTA_KEYS = [
  "requests.cpu",
  "limits.cpu",
  "requests.memory",
  "limits.memory",
  "requests.storage",
  "pods",
  "persistentvolumeclaims",
] as const;

/** A countable of a quota. */
export type QuotaKey = (typeof QUOTA_KEYS)[number];

/** Which pods a quota counts; every condition holds. */
export interface QuotaCondition {
  readonly on: "deadline" | "best-effort" | "priority-class";
  readonly operator: "is" | "is-not" | "in" | "not-in";
  readonly values: readonly string[];
}

/** A ceiling of a scope. */
export interface QuotaFacts {
  readonly path: string;
  readonly scope: string;
  readonly hard: ReadonlyMap<QuotaKey, number>;
  readonly conditions: readonly QuotaCondition[];
  /** Keys whose amount is no amount. */
  readonly unreadable: readonly string[];
}

/** Bounds and defaults of a single container in a scope, millicores and bytes. */
export interface LimitFacts {
  readonly path: string;
  readonly scope: string;
  readonly max: Pick<ContainerFacts["resources"]["limits"], "cpu" | "memory">;
  readonly min: Pick<ContainerFacts["resources"]["limits"], "cpu" | "memory">;
  readonly defaultLimit: Pick<ContainerFacts["resources"]["limits"], "cpu" | "memory">;
  readonly defaultRequest: Pick<ContainerFacts["resources"]["limits"], "cpu" | "memory">;
}

/**
 * A namespace, or a part of a Compose project. A ceiling of `a` holds for `a/b` too; namespaces have no such names.
 */
export interface ScopeFacts {
  readonly name: string;
  readonly path: string;
  readonly quotas: readonly QuotaFacts[];
  readonly limits: readonly LimitFacts[];
}

/** Configuration that stands in the artifact for all to read, whether mounted or not. */
export interface ConfigFacts {
  readonly path: string;
  readonly files: readonly { readonly key: string; readonly text: string }[];
}

/** Something that was not read, so that nobody takes silence for a pass. */
export interface UnreadFact {
  readonly path: string;
  readonly reason: string;
}

/** What is there: read from an artifact of either target, whoever made it. Sorted by path. */
export interface Facts {
  readonly target: Target;
  /** When they were read, in milliseconds since the epoch: what has expired is told by it. */
  readonly at: number;
  readonly workloads: readonly WorkloadFacts[];
  /** Who reaches whom, a row for each port; whoever comes in from outside stands among the callers. */
  readonly edges: readonly EdgeFacts[];
  readonly exposures: readonly ExposureFacts[];
  readonly volumes: readonly VolumeFacts[];
  readonly scopes: readonly ScopeFacts[];
  readonly configs: readonly ConfigFacts[];
  /** Ports of the host that are taken by number. Empty for Kubernetes. */
  readonly takenPorts: readonly TakenPortFacts[];
  /** What objects say to a cluster beside the workloads. */
  readonly cluster: ClusterFacts;
  readonly unread: readonly UnreadFact[];
}
