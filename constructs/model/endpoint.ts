import type { Peer } from "./peer";

/** What is spoken behind the TLS of an endpoint. */
export type Protocol = "http" | "postgresql" | "tcp";

/**
 * How a server's port is closed:
 * - `mtls`, by the `server` itself or by a `sidecar` that owns the only reachable port; `verifies` says whether the
 *   client's name is checked or only that the platform's CA signed it.
 * - `tls`: the server proves itself, clients do not (for the platform's public side).
 * - `redirect`: plain HTTP that answers nothing but a redirect to the same host's HTTPS. A gateway's alone.
 * - `loopback`: reachable from inside the peer only.
 */
export type EndpointTls =
  | { readonly mode: "mtls"; readonly by: "server"; readonly verifies: "name" | "ca" }
  | SidecarTls
  | { readonly mode: "tls" }
  | { readonly mode: "redirect" }
  | { readonly mode: "loopback" };

/** A sidecar speaks mutual TLS for a server that listens on loopback. */
export interface SidecarTls {
  readonly mode: "mtls";
  readonly by: "sidecar";
  readonly verifies: "name" | "ca";
  /** The server's own loopback port. It must be another one than the endpoint's, which the sidecar has. */
  readonly serverPort: number;
  /**
   * Path on the server's own port that answers 200 when it can serve, for example `/health`. The sidecar asks it.
   *
   * @default the sidecar counts the server as ready when its port accepts connections
   */
  readonly serverHealth?: `/${string}`;
}

/** Input of an endpoint. */
export interface EndpointProps {
  /** The port that clients reach. Behind a sidecar: the sidecar's port. */
  readonly port: number;
  /** What is spoken inside the TLS. */
  readonly protocol: Protocol;
  /** How the port is closed to those who may not call. */
  readonly tls: EndpointTls;
  /**
   * Names beside the target's own that clients call, for example a platform's public host. The identity proves them too.
   *
   * @default none
   */
  readonly hostnames?: readonly string[];
  /**
   * Paths that a gateway may publish, each with what is below it, for example `["/realms/acme"]`.
   *
   * @default any: the server judges every request itself
   */
  readonly publicPaths?: readonly string[];
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

  /** The sidecar that stands in front of the server, if one does. */
  public get sidecar(): SidecarTls | undefined {
    const { tls } = this.props;
    return tls.mode === "mtls" && tls.by === "sidecar" ? tls : undefined;
  }

  /** Whether a sidecar stands in front of the server. */
  public get isBehindSidecar(): boolean {
    return this.sidecar !== undefined;
  }
}

/** Whether a number can be a TCP port. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65536;
}
