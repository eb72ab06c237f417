import type { Peer } from "../model/peer";

/** Names beside the target's own under which clients call a peer, each once. Its identity proves them on every target. */
export function publicNames(peer: Peer): readonly string[] {
  const called = peer.endpoints.filter(({ props }) => props.tls.mode !== "loopback");
  return [...new Set(called.flatMap(({ props }) => props.hostnames ?? []))].sort();
}
