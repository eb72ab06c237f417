import { joinName, MAIN } from "../../model/names";
import type { Peer } from "../../model/peer";
import type { Platform } from "../../model/platform";
import { scopeSegments, segmentsInScope } from "../../model/scope";
import { peerLabels, type PeerLabels } from "./labels";
import { NAME_LIMITS } from "./names";

/** Where a peer's objects stand and how they are called. */
export interface Place extends PeerLabels {
  /** Construct path, for diagnostics and for the chart; a component's main peer has its component's. */
  readonly path: string;
  /** Ids from the scope (left out) down to the peer: what names are joined from. */
  readonly segments: readonly string[];
  readonly namespace: string;
  /** Name of the peer's Service, ServiceAccount, policies and, where its kind allows as much, workload. */
  readonly name: string;
  /** How others find it. */
  readonly host: string;
}

/** The namespace of a scope: `<platform>-<environment>`, and the ids of the scopes below. */
export function namespaceName(platform: Platform, scopes: readonly string[]): string {
  return joinName([platform.qualifiedName, ...scopes], NAME_LIMITS.label);
}

/** Works out a peer's place. */
export function placeOf(platform: Platform, peer: Peer): Place {
  const segments = segmentsInScope(peer);
  const namespace = namespaceName(platform, scopeSegments(peer));
  const name = joinName(segments, NAME_LIMITS.label);
  const component = peer.node.scope;
  const { path } = peer.node.id === MAIN && component !== undefined ? component.node : peer.node;
  return {
    path,
    segments,
    namespace,
    name,
    host: `${name}.${namespace}.svc`,
    ...peerLabels(platform, name, component?.node.id ?? peer.node.id),
  };
}

/** A name of something that belongs to a peer, for example `db-tls`. */
export function partName(place: Place, part: string): string {
  return joinName([...place.segments, part], NAME_LIMITS.label);
}
