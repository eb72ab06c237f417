import type { Endpoint } from "../model/endpoint";
import type { Peer } from "../model/peer";
import type { Secret } from "../model/secret";
import type { RouteProps } from "./route";

/** Somebody who calls through a gateway and is known by a key. */
export interface Consumer {
  readonly name: string;
  /** The key: what `apikey` must say. A container that calls through the gateway takes it as any other secret. */
  readonly key: Secret;
}

/** What a consumer is. */
export interface ConsumerProps {
  /**
   * Groups that routes admit.
   *
   * @default none: routes that name groups are closed to it
   */
  readonly groups?: readonly string[];
}

/**
 * The one way in: what stands between users and the platform's endpoints. A route makes the connection to where it leads
 * and the exposure of its path; nothing else publishes anything.
 */
export interface Gateway {
  /** The gateway's party of the graph: upstreams see its certificate. */
  readonly peer: Peer;
  /** The public port. */
  readonly https: Endpoint<undefined>;
  /** Adds a route. */
  route(route: RouteProps): void;
  /** The consumer of a name, made when it is first asked for; groups add up. */
  consumer(name: string, props?: ConsumerProps): Consumer;
}
