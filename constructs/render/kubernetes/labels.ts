import type { Platform } from "../../model/platform";
import type { Labels } from "./plain";

// The labels that Kubernetes recommends: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
const LABEL = {
  component: "app.kubernetes.io/component",
  instance: "app.kubernetes.io/instance",
  managedBy: "app.kubernetes.io/managed-by",
  name: "app.kubernetes.io/name",
  partOf: "app.kubernetes.io/part-of",
} as const;

/** What marks a peer's objects, and the part of it that selects its pods. One maker, so that the two cannot differ. */
export interface PeerLabels {
  readonly labels: Labels;
  readonly selector: Labels;
}

/**
 * The labels of a peer.
 *
 * @param name the peer's name in its namespace
 * @param component the id of its component
 */
export function peerLabels(platform: Platform, name: string, component: string): PeerLabels {
  const instance = platform.qualifiedName;
  return {
    selector: { [LABEL.instance]: instance, [LABEL.name]: name },
    labels: {
      [LABEL.component]: component,
      [LABEL.instance]: instance,
      [LABEL.managedBy]: "ashlar",
      [LABEL.name]: name,
      [LABEL.partOf]: platform.node.id,
    },
  };
}

/** The labels of what belongs to no peer. */
export function platformLabels(platform: Platform): Labels {
  return {
    [LABEL.instance]: platform.qualifiedName,
    [LABEL.managedBy]: "ashlar",
    [LABEL.partOf]: platform.node.id,
  };
}
