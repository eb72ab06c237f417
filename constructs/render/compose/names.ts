import { joinName } from "../../model/names";
import type { Peer } from "../../model/peer";
import { segmentsOf } from "../../model/scope";

/** A DNS label, so that a service's name is its host name as well. */
const LIMIT = 63;

/** Services that belong to no component. */
export const MATERIAL_SERVICE = "material";
export const SETTLED_SERVICE = "settled";

/** Networks that belong to no server. */
export const EDGE_NETWORK = "edge";
export const EGRESS_NETWORK = "egress";

/** Name of a peer: its service, its network, and the host name under which its callers find it. */
export function peerName(peer: Peer): string {
  return joinName(segmentsOf(peer), LIMIT);
}

/** Name of something that belongs to a peer, for example a sidecar's service or a volume. */
export function partName(peer: Peer, ...suffixes: readonly string[]): string {
  return joinName([...segmentsOf(peer), ...suffixes], LIMIT);
}

/** Ids that tell the replicas of a peer apart: the first has the peer's own name. */
export function replicaSuffixes(number: number): readonly string[] {
  return number === 1 ? [] : [`r${number}`];
}

/** A path as a part of a name: `/var/cache/nginx` becomes `var-cache-nginx`. */
export function slug(path: string): string {
  return path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
