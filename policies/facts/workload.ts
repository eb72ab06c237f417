import type { ContainerFacts } from "./container";
import type { ListenerFacts } from "./listener";
import type { PodFacts } from "./pod";

/** The object that a workload was read from; names of Compose services have no namespace of their own. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** How a workload lives. `daemon`: one on each machine. */
export type WorkloadKind = "service" | "stateful" | "daemon" | "job" | "cron";

/** Something that runs: a pod template, or the Compose services of one network namespace. */
export interface WorkloadFacts {
  /** Where it stands in the artifact. Unique. */
  readonly path: string;
  readonly ref: ObjectRef;
  /** Namespace on Kubernetes; project, or a part of it, on Compose. */
  readonly scope: string;
  readonly kind: WorkloadKind;
  /** Meant to run for ever: it is no job. */
  readonly isLongRunning: boolean;
  /** Copies that run side by side; of a job, how many of its pods. */
  readonly replicas: number;
  /** Copies more while a change rolls out. */
  readonly surge: number;
  readonly labels: ReadonlyMap<string, string>;
  readonly containers: readonly ContainerFacts[];
  /** Whether a token for the Kubernetes API is in its file system. */
  readonly tokenMounted: boolean;
  /** Namespaces that it shares with its machine: `network`, `pid`, `ipc`, `uts`, `user`, `cgroup`, `host process`. */
  readonly hostNamespaces: readonly string[];
  /** Devices, sockets and paths of the host beyond mounts, as written. */
  readonly hostDevices: readonly string[];
  /** Whether a limit on its life makes it `Terminating` for quotas with scopes. */
  readonly hasDeadline: boolean;
  readonly priorityClass: string | undefined;
  /** What it says for all of its containers. */
  readonly pod: PodFacts;
  /** Compose: networks by name; `none` of them when it is cut off. Empty on Kubernetes. */
  readonly networks: readonly string[];
  /** It has no network at all. */
  readonly isCutOff: boolean;
  /** Each way: whether anything limits who it talks with. */
  readonly isolation: { readonly ingress: boolean; readonly egress: boolean };
  /** Somebody else reaches every port of it, whichever it listens on. */
  readonly isWideOpen: boolean;
  /** Every port that it listens on, as far as its containers and their configuration say. */
  readonly listeners: readonly ListenerFacts[];
}
