import type { Platform } from "../../constructs/model/platform";
import type { Target } from "../../constructs/model/target";

/** What a container may do, in the same words for every target. */
export interface Hardening {
  readonly container: string;
  readonly uid: number;
  readonly readOnlyRoot: boolean;
  readonly capabilities: readonly string[];
  readonly escalation: boolean;
}

/** What a container may take. */
export interface Limits {
  readonly millicores: number;
  readonly bytes: number;
}

/**
 * A rendered platform in the words of the promises, read from the target's own objects. Peers are named by their ids,
 * for example `server` or `server-provision`.
 */
export interface View {
  readonly target: Target;
  /** Every byte of the artifact, and what `init` is told to make. */
  readonly text: string;
  /** Peers that a peer's ports can be reached from. */
  callersOf(peer: string): readonly string[];
  /** Arguments after the program, of the main container or of a named sidecar. */
  argsOf(peer: string, sidecar?: string): readonly string[];
  /** Environment of the main container that stands as plain text. */
  environmentOf(peer: string): Readonly<Record<string, string>>;
  /** Text of a file that the main container reads at a path. */
  fileOf(peer: string, path: string): string | undefined;
  limitsOf(peer: string): Limits;
  /** All containers of a peer. */
  hardeningOf(peer: string): readonly Hardening[];
  /** Paths that outlive the peer. */
  persistentPathsOf(peer: string): readonly string[];
  /** Paths that the main container may write to, beside those. */
  writablePathsOf(peer: string): readonly string[];
  /** Peers that something outside the platform can reach. */
  published(): readonly string[];
  /** The ports of a peer that are published as they are: the public one, and the one that it leads to. */
  publishedPortsOf(peer: string): readonly (readonly [published: number, port: number])[];
  /** Host names that a peer's identity proves. */
  namesOf(peer: string): readonly string[];
  /** A peer's containers that start before another one of it: before the main one, when none is named. */
  startedBefore(peer: string, container?: string): readonly string[];
  /** A peer's containers that do not end by themselves, beside the main one. */
  lastingOf(peer: string): readonly string[];
  /** Command of the check that tells when a peer is ready. */
  readinessOf(peer: string): readonly string[] | undefined;
}

/** Renders a platform and reads the result. */
export type Viewer = (platform: Platform) => View;
