import type { Seen } from "./check";

/** An object of a cluster, of any kind. */
export interface SeenObject {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** How a kind is called in addresses and in rights. */
export interface SeenKind {
  readonly plural: string;
}

/** Which objects are meant. */
export interface ListChoice {
  /** Undefined: of all namespaces, or of a kind without. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Something that a user may or may not do. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** Undefined: for kinds without namespaces. */
  readonly namespace: string | undefined;
}

/**
 * The little that a preflight asks of a cluster. It only looks. What the user may not see is hidden, with the reason.
 *
 * Every method throws TroubleError ASH-STATE-003 when the cluster cannot be reached, ASH-STATE-004 when it refuses to
 * answer at all.
 */
export interface ClusterView {
  /** The server's version as it says it: `v1.34.2`. */
  version(): Promise<Seen<string>>;
  /** Kinds of an API version by name; undefined when the server does not know it. */
  kinds(apiVersion: string): Promise<Seen<ReadonlyMap<string, SeenKind> | undefined>>;
  /** Undefined when there is none. */
  read(apiVersion: string, kind: string, name: string, namespace?: string): Promise<Seen<SeenObject | undefined>>;
  list(apiVersion: string, kind: string, choice?: ListChoice): Promise<Seen<readonly SeenObject[]>>;
  /** Whether the user may; asked of the server's own judge, which does nothing. */
  may(right: Right): Promise<boolean>;
}
