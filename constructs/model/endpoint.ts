import type { Peer } from "./peer";

/** What is spoken behind the TLS of an endpoint. */
export type Protocol = "http" | "postgresql" | "tcp";

/**
 * How a server's port is closed:
 * - `mtls`, by the `server` itself or by a `sidecar` that owns the only reachable port; `verifies` says whether the
 *   client's name is checked or only that the platform's CA signed it.
 * - `tls`: the server proves itself, clients do not (for the platform's public side).
 * - `loopback`: reachable from inside the peer only.
 */
export type EndpointTls =
  | { readonly mode: "mtls"; readonly by: "server" | "sidecar"; readonly verifies: "name" | "ca" }
  | { readonly mode: "tls" }
  | { readonly mode: "loopback" };

/** Input of an endpoint. */
export interface EndpointProps {
  /** The port that clients reach. Behind a sidecar: the sidecar's port. */
  readonly port: number;
  /** What is spoken inside the TLS. */
  readonly protocol: Protocol;
  /** How the port is closed to those who may not call. */
  readonly tls: EndpointTls;
  /**
   * The loopback port of the server behind the sidecar. It must be another one than `port`, which the sidecar has.
   *
   * @default none: with a sidecar it must be said
   */
  readonly serverPort?: number;
  /**
   * Path on the server's own port that answers 200 when it can serve, for example `/health`. The sidecar asks it.
   *
   * @default the sidecar counts the server as ready when its port accepts connections
   */
  readonly serverHealth?: `/${string}`;
  /**
   * Jobs that must have run to their ends before the endpoint is of use, for example a database's provisioning.
   *
   * @default none: it is ready when the peer's readiness probe passes
   */
  readonly readyAfter?: readonly Peer[];
}

/** Whoever serves and calls: see {@link Peer}. `Access` is what a server must know of each caller. */
export class Endpoint<Access = unknown> {
  readonly kind = "internal";
  /** Carries the type of what a caller must say; never set. */
  declare readonly access?: Access;

  public constructor(
    public readonly peer: Peer,
    public readonly id: string,
    public readonly props: EndpointProps,
  ) {}

  public get path(): string {
    return `${this.peer.node.path}:${this.id}`;
  }

  /** Whether a sidecar stands in front of the server. */
  public get isBehindSidecar(): boolean {
    return this.props.tls.mode === "mtls" && this.props.tls.by === "sidecar";
  }
}

/** A server outside the platform: exactly one way out is opened to it. */
export interface ExternalEndpoint {
  readonly kind: "external";
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** Addresses of the host, for network policies, for example `["203.0.113.7/32"]`. */
  readonly cidrs: readonly string[];
  readonly tls: "tls" | "plain";
}

/** Whether a number can be a TCP port. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65536;
}
