import type { Duration } from "./units";

/**
 * How to ask a container something, in every form that the targets need: Compose runs `exec` inside the container,
 * Kubernetes prefers `http` and `tcp`.
 */
export interface ProbeForms {
  /** Command that exits 0. Every program it names is in the image. */
  readonly exec?: readonly string[];
  /** Path on a port that listens on the pod's address. */
  readonly http?: { readonly port: number; readonly path: string };
  /** A port that listens on the pod's address. */
  readonly tcp?: { readonly port: number };
}

/** One question to a container, and how often. */
export interface Probe {
  readonly forms: ProbeForms;
  /** Time between two attempts. */
  readonly every: Duration;
  /** Time after which an attempt has failed. */
  readonly timeout: Duration;
  /** Failed attempts in a row until the answer is no. */
  readonly failures: number;
}

/** What can be asked: whether it has started, whether it can serve, whether it must be restarted. */
export interface Probes {
  /** While it fails, neither of the others is asked. `failures` times `every` is the longest start. */
  readonly started?: Probe;
  readonly ready?: Probe;
  /** Weaker than `ready`: a server that waits for its database is alive. */
  readonly live?: Probe;
}
