import { Construct } from "constructs";
import { Connection, type ConnectArguments } from "./connection";
import { Endpoint, type EndpointProps } from "./endpoint";
import type { ExternalEndpoint } from "./external-endpoint";
import { freeId } from "./free-id";
import { graphOf } from "./graph";
import { Identity } from "./identity";
import { segmentsOf } from "./scope";

/** First loopback port of client tunnels: above the ports that the platform's servers use. */
const TUNNEL_PORT = 15000;

/**
 * One party of the graph: a workload-to-be that has an identity, serves endpoints and opens connections. A component
 * has one for each workload that it will return.
 */
export class Peer extends Construct {
  public readonly identity: Identity;
  readonly #endpoints: Endpoint[] = [];
  readonly #connections: Connection[] = [];
  readonly #byEndpoint = new Map<Endpoint | ExternalEndpoint, Connection>();
  #tunnels = 0;
  readonly #jobs: Peer[] = [];

  /** @param scope the component that the peer belongs to */
  public constructor(scope: Construct, id: string) {
    super(scope, freeId(scope, id));
    const graph = graphOf(this);
    this.identity = new Identity(this, graph.trustDomain, segmentsOf(this));
    graph.addPeer(this);
  }

  public get endpoints(): readonly Endpoint[] {
    return this.#endpoints;
  }

  public get connections(): readonly Connection[] {
    return this.#connections;
  }

  /** Jobs that run to their ends before this peer starts. */
  public get jobsBefore(): readonly Peer[] {
    return this.#jobs;
  }

  /**
   * Declares that this peer starts when a job has run to its end, without an edge between the two. Kubernetes orders no
   * starts: there, the program must bear that the job comes later.
   */
  public startAfter(job: Peer): void {
    const graph = graphOf(this);
    graph.requireOpen(this);
    if (job.node.root !== this.node.root) {
      graph.diagnostics.add("ASH-GRAPH-001", {
        path: this.node.path,
        message: `starts after ${job.node.path}, which belongs to another platform`,
        value: job.node.root.node.id,
        allowed: `a job of ${graph.name}`,
      });
      return;
    }
    this.#jobs.push(job);
  }

  /** The edge to an endpoint, the first when there are several; undefined when this peer does not call it. */
  public connectionTo(endpoint: Endpoint | ExternalEndpoint): Connection | undefined {
    return this.#byEndpoint.get(endpoint);
  }

  /** Declares a port that this peer serves. */
  public serve<Access>(id: string, props: EndpointProps): Endpoint<Access> {
    graphOf(this).requireOpen(this);
    const endpoint = new Endpoint<Access>(this, id, props);
    this.#endpoints.push(endpoint);
    return endpoint;
  }

  /** Declares an edge from this peer to an endpoint. */
  public connect<Access>(
    endpoint: Endpoint<Access> | ExternalEndpoint,
    ...[props = {}]: ConnectArguments<Access>
  ): Connection<Access> {
    const graph = graphOf(this);
    graph.requireOpen(this);
    const root = endpoint.kind === "internal" ? endpoint.peer.node.root : endpoint.node.root;
    if (root !== this.node.root) {
      graph.diagnostics.add("ASH-GRAPH-001", {
        path: this.node.path,
        message: `connects to ${endpoint.path}, which belongs to another platform`,
        value: root.node.id,
        allowed: `an endpoint of ${graph.name}`,
      });
    }
    const tunnelPort = props.client === "tunnel" ? TUNNEL_PORT + this.#tunnels++ : undefined;
    const connection = new Connection(this, endpoint, props, tunnelPort);
    this.#connections.push(connection);
    if (!this.#byEndpoint.has(endpoint)) this.#byEndpoint.set(endpoint, connection);
    return connection;
  }
}
