import type { Protocol } from "../../model/endpoint";
import type { ExposureVia } from "../../model/exposure-via";
import type { Target } from "../../model/target";
import type { Run } from "../../model/workload";

/** A namespace on Kubernetes, a label on Compose. The platform's own comes first. */
export interface TopologyScope {
  /** Construct path. Unique. */
  readonly path: string;
  readonly name: string;
  /** Path of the scope around it; absent for the platform's own. */
  readonly parent?: string;
}

/** What a user wrote: a group of workloads. */
export interface TopologyComponent {
  /** Construct path. Unique. */
  readonly path: string;
  readonly name: string;
  /** What it is, as its class declares: `Postgres`. */
  readonly type: string;
  /** Path of its scope. */
  readonly scope: string;
}

/** How a workload lives; a `claim` is fulfilled by an operator. */
export type TopologyKind = Run["kind"] | "claim";

/** Something that runs. */
export interface TopologyWorkload {
  /** Path of its peer, without the id of a component's main part. Unique. */
  readonly path: string;
  readonly name: string;
  /** Path of its component. */
  readonly component: string;
  readonly kind: TopologyKind;
  /** Copies side by side; 1 for jobs. */
  readonly replicas: number;
  /** When a cron workload runs. */
  readonly schedule?: string;
  /** Containers beside the program, in the order of their starts. */
  readonly sidecars: readonly string[];
  /** Paths of the jobs that it starts after, without an edge to them. */
  readonly after: readonly string[];
}

/** A server outside the platform, to which one way out is opened. */
export interface TopologyExternal {
  /** Unique. */
  readonly path: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/**
 * How an edge is closed, from the best to the worst:
 * - `mtls-name`: both prove who they are, and the server admits the callers that are named to it.
 * - `mtls-ca`: both prove who they are, and the server admits whoever the platform's CA signed.
 * - `tls`: the server proves who it is, the client does not.
 * - `redirect`: plain text that answers with nothing but the way to TLS.
 * - `plain`: nobody proves anything.
 */
export const EDGE_SECURITY = ["mtls-name", "mtls-ca", "tls", "redirect", "plain"] as const;

/** How an edge is closed. */
export type EdgeSecurity = (typeof EDGE_SECURITY)[number];

/** Whether a program speaks its TLS itself, or a sidecar or tunnel beside it does. */
export type EdgeHands = "native" | "sidecar" | "tunnel" | "none";

/** One party calls another. */
export interface TopologyEdge {
  /** Path of the calling workload. */
  readonly from: string;
  /** Path of the called workload or external. */
  readonly to: string;
  /** Id of the endpoint; absent for an external, which has one. */
  readonly endpoint?: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly security: EdgeSecurity;
  /** TLS begins after a greeting in plain text, as PostgreSQL's and STARTTLS do; absent: from the first byte, or never. */
  readonly negotiated?: true;
  /** Who presents the client's certificate: `none` when nobody does. */
  readonly client: EdgeHands;
  /** Who ends the TLS on the server's side. */
  readonly server: EdgeHands;
}

/** A public host and the paths of it that lead in through one port of a gateway. */
export interface TopologyExposure {
  /** Unique. */
  readonly path: string;
  /** Public host name; absent: any. */
  readonly host?: string;
  /** Port on the outer side. */
  readonly port: number;
  /** What leads to the gateway on Kubernetes. */
  readonly via: ExposureVia["kind"];
  /** Path of the gateway's workload. */
  readonly gateway: string;
  readonly security: EdgeSecurity;
  readonly routes: readonly TopologyRoute[];
}

/** A public path. */
export interface TopologyRoute {
  readonly path: string;
  /** Path of the workload that it leads to. */
  readonly to: string;
}

/** Who there is on a target, and who talks with whom. Sorted by path; the same platform gives the same topology. */
export interface Topology {
  readonly platform: string;
  readonly environment: string;
  readonly target: Target;
  readonly scopes: readonly TopologyScope[];
  readonly components: readonly TopologyComponent[];
  readonly workloads: readonly TopologyWorkload[];
  readonly edges: readonly TopologyEdge[];
  readonly exposures: readonly TopologyExposure[];
  readonly externals: readonly TopologyExternal[];
}
