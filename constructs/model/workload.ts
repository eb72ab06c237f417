import type { Container } from "./container";
import type { Peer } from "./peer";
import type { Cron, Duration } from "./units";

/** How a workload lives. Declared by the component, never inferred from what it mounts. */
export type Run =
  | {
      readonly kind: "service";
      readonly replicas: number;
      /**
       * Whether the old one must be gone before a new one starts, because two of them would not know of each other.
       *
       * @default false: on Kubernetes a new one is ready before an old one goes
       */
      readonly alone?: boolean;
    }
  /** Has an identity and a disk of its own for each replica. */
  | { readonly kind: "stateful"; readonly replicas: number }
  /** Runs to its end, again whenever what it reads has changed. */
  | { readonly kind: "job"; readonly retries: number; readonly timeout: Duration }
  /** Runs to its end again and again. */
  | { readonly kind: "cron"; readonly schedule: Schedule; readonly timeout: Duration };

/** When a cron workload runs. Compose knows `every` only. */
export type Schedule = { readonly every: Duration } | { readonly cron: Cron };

/** How a running server takes new certificates and files. */
export type Reload =
  /** It watches the files itself. */
  | { readonly kind: "watch" }
  | { readonly kind: "signal"; readonly signal: "SIGHUP" | "SIGUSR1" }
  /** A statement or request of its own protocol. */
  | { readonly kind: "command"; readonly command: readonly string[] }
  | { readonly kind: "restart" };

/** A program that runs for a peer, with everything beside it. */
export interface Workload {
  readonly kind: "workload";
  readonly peer: Peer;
  readonly run: Run;
  /** Run to their ends, in this order, before the container starts. */
  readonly init: readonly Container[];
  readonly container: Container;
  /** Started before and stopped after the container. Tunnels and TLS sidecars are added by the mesh. */
  readonly sidecars: readonly Container[];
  /** Time from the stop signal to the kill. */
  readonly gracePeriod: Duration;
  readonly reload: Reload;
  /** Whether the pod needs a token for the Kubernetes API. */
  readonly apiAccess?: boolean;
}
