import type { Claim } from "../../model/claim";
import { joinName } from "../../model/names";
import type { KubernetesObject, KubernetesResource } from "./kubernetes-object";
import { NAME_LIMITS } from "./names";
import { peerPolicy } from "./network-policy";
import type { RenderContext } from "./render-context";

/**
 * A custom resource that an operator fulfils, and the network policy of its peer. The policy selects the peer's labels:
 * the claim's spec has its operator put them on the pods.
 */
export function claimResources(claim: Claim, context: RenderContext): readonly KubernetesResource[] {
  const place = context.place(claim.peer);
  const object: KubernetesObject = {
    apiVersion: claim.apiVersion,
    kind: claim.resource,
    metadata: {
      name: joinName(place.segments, NAME_LIMITS.claim),
      namespace: place.namespace,
      labels: place.labels,
    },
    spec: asData(claim.spec),
  };
  const policy = peerPolicy(claim.peer, false, context);
  const { path } = place;
  return [
    { path, id: object.kind, object },
    ...(policy === undefined ? [] : [{ path, id: policy.kind, object: policy }]),
  ];
}

/** Units and other values of the model as the text that they stand for. */
function asData(spec: object): unknown {
  return JSON.parse(JSON.stringify(spec));
}
