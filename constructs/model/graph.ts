import type { Construct } from "constructs";
import type { Component } from "./component";
import type { Connection } from "./connection";
import { AshlarError, Diagnostics } from "./diagnostics";
import type { Endpoint } from "./endpoint";
import type { Exposure } from "./exposure";
import type { Peer } from "./peer";
import type { Scope } from "./scope";
import type { Secret } from "./secret";

const GRAPH = Symbol.for("ashlar.Graph");

/** Everything that constructors appended to a platform. Constructors only append; a seal closes it. */
export class Graph {
  public readonly diagnostics = new Diagnostics();
  readonly #components: Component[] = [];
  readonly #peers: Peer[] = [];
  readonly #secrets: Secret[] = [];
  readonly #scopes: Scope[] = [];
  readonly #exposures: Exposure[] = [];
  readonly #placeholders = new Set<string>();
  #sealed = false;
  #index: ReadonlyMap<unknown, readonly Connection[]> | undefined;

  /** Set once, when the platform's own data is parsed and before anything can be appended. */
  public trustDomain = "";

  public constructor(public readonly name: string) {}

  public get components(): readonly Component[] {
    return this.#components;
  }

  public get peers(): readonly Peer[] {
    return this.#peers;
  }

  public get secrets(): readonly Secret[] {
    return this.#secrets;
  }

  public get scopes(): readonly Scope[] {
    return this.#scopes;
  }

  public get exposures(): readonly Exposure[] {
    return this.#exposures;
  }

  public get connections(): readonly Connection[] {
    return this.#peers.flatMap((peer) => peer.connections);
  }

  public get isSealed(): boolean {
    return this.#sealed;
  }

  /** Edges that end at an endpoint, in the order of the callers' paths. */
  public incoming<Access>(endpoint: Endpoint<Access>): readonly Connection<Access>[] {
    return (this.#byEndpoint().get(endpoint) ?? []) as readonly Connection<Access>[];
  }

  // A sealed graph does not change any more, so the index is made once.
  #byEndpoint(): ReadonlyMap<unknown, readonly Connection[]> {
    if (this.#index !== undefined) return this.#index;
    const index = new Map<unknown, Connection[]>();
    for (const connection of this.connections) {
      const edges = index.get(connection.endpoint);
      if (edges === undefined) index.set(connection.endpoint, [connection]);
      else edges.push(connection);
    }
    if (this.#sealed) this.#index = index;
    return index;
  }

  public addComponent(component: Component): void {
    this.requireOpen(component);
    this.#components.push(component);
  }

  public addPeer(peer: Peer): void {
    this.requireOpen(peer);
    this.#peers.push(peer);
  }

  public addSecret(secret: Secret): void {
    this.requireOpen(secret);
    this.#secrets.push(secret);
  }

  public addScope(scope: Scope): void {
    this.requireOpen(scope);
    this.#scopes.push(scope);
  }

  /** Notes a path that stands in for one that was taken. What has one has been told. */
  public addPlaceholder(path: string): void {
    this.#placeholders.add(path);
  }

  /** Whether a path stands in for one that was taken. */
  public isPlaceholder(path: string): boolean {
    return this.#placeholders.has(path);
  }

  public addExposure(exposure: Exposure): void {
    this.requireOpen(exposure.gateway.peer);
    this.#exposures.push(exposure);
  }

  /** Throws for an addition that comes too late. What was sealed stays as good as it was. */
  public requireOpen(construct: Construct): void {
    if (!this.#sealed) return;
    const message = "added after the platform was sealed";
    AshlarError.throw("ASH-GRAPH-003", { path: construct.node.path, message });
  }

  public close(): void {
    this.#sealed = true;
  }
}

/** Gives a root construct its graph. */
export function attachGraph(root: Construct, graph: Graph): void {
  Object.defineProperty(root, GRAPH, { value: graph });
}

/** The graph of the platform that a construct stands in. */
export function graphOf(construct: Construct): Graph {
  const graph = (construct.node.root as unknown as Readonly<Record<symbol, Graph | undefined>>)[GRAPH];
  if (graph === undefined) {
    throw new TypeError(
      `${construct.node.path || construct.node.id} stands outside a platform; pass a Platform, Scope or component as its scope`,
    );
  }
  return graph;
}
