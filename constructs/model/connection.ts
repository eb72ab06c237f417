import type { Endpoint } from "./endpoint";
import type { ExternalEndpoint } from "./external-endpoint";
import type { Peer } from "./peer";

/** How a client comes by its certificate: it presents one itself, or a loopback tunnel beside it does. */
export type ClientMode = "native" | "tunnel";

/**
 * What a caller's start waits for: the server's readiness and the jobs its endpoint names (`ready`), its readiness alone
 * (`healthy`), its start (`started`), or nothing. Only waits must be free of cycles. Kubernetes orders no starts:
 * there, clients retry.
 */
export type Wait = "ready" | "healthy" | "started" | "none";

/** Input of a connection. */
export interface ConnectionProps {
  /**
   * Who presents the caller's certificate.
   *
   * @default native: the caller's own program does
   */
  readonly client?: ClientMode;
  /**
   * What the caller's start waits for.
   *
   * @default ready: the server is ready and its provisioning is done
   */
  readonly wait?: Wait;
  /**
   * Whether TLS begins only after a greeting in plain text, as with STARTTLS. PostgreSQL's protocol always does so.
   *
   * @default false: from the first byte, where there is TLS
   */
  readonly negotiated?: boolean;
}

/** What the server must know of this caller, for example the role it logs in as. */
export interface ConnectionAccess<Access> {
  readonly access: Access;
}

/** What follows the endpoint when one is connected to: nothing must, where the server asks for no access data. */
export type ConnectArguments<Access> = undefined extends Access
  ? [props?: ConnectionProps & Partial<ConnectionAccess<Access>>]
  : [props: ConnectionProps & ConnectionAccess<Access>];

/** An edge of the graph: this peer calls that endpoint. Everything between the two is derived from it. */
export class Connection<Access = unknown> {
  public readonly access: Access;
  public readonly client: ClientMode;
  public readonly wait: Wait;
  public readonly negotiated: boolean;

  public constructor(
    public readonly caller: Peer,
    public readonly endpoint: Endpoint<Access> | ExternalEndpoint,
    props: ConnectionProps & Partial<ConnectionAccess<Access>>,
    /** Loopback port of the tunnel, when there is one. */
    public readonly tunnelPort: number | undefined,
  ) {
    // Absent only where the server asks for none: see ConnectArguments.
    this.access = props.access as Access;
    this.client = props.client ?? "native";
    this.wait = props.wait ?? "ready";
    this.negotiated = props.negotiated ?? false;
  }
}
