import type { Construct } from "constructs";
import type { Component } from "../../model/component";
import { MAIN } from "../../model/names";
import type { Peer } from "../../model/peer";
import { Platform } from "../../model/platform";
import { scopeSegments, segmentsOf } from "../../model/scope";

/** What a service is for. */
export type PartLabel = "app" | "init" | "sidecar" | "sandbox" | "material" | "settled";

/** Name of the scope that a construct stands in: the platform's, then the ids of the scopes down to it. */
export function scopeName(construct: Construct): string {
  return [Platform.of(construct).qualifiedName, ...scopeSegments(construct)].join("/");
}

/**
 * Labels of a service that belongs to a component.
 *
 * @param revision digest of what the service reads and Compose does not see
 */
export function labelsOf(component: Component, peer: Peer, part: PartLabel, revision?: string): Record<string, string> {
  return {
    "ashlar.dev/component": segmentsOf(component).join("/"),
    "ashlar.dev/part": part,
    "ashlar.dev/peer": segmentsOf(peer)
      .filter((segment) => segment !== MAIN)
      .join("/"),
    ...(revision === undefined ? {} : { "ashlar.dev/revision": revision }),
    "ashlar.dev/scope": scopeName(component),
  };
}

/** Labels of a service that serves the whole platform. */
export function platformLabels(platform: Platform, part: PartLabel): Record<string, string> {
  return { "ashlar.dev/part": part, "ashlar.dev/scope": scopeName(platform) };
}
