import type { Component } from "../../model/component";
import type { Container } from "../../model/container";
import { AshlarError, Diagnostics } from "../../model/diagnostics";
import type { Endpoint } from "../../model/endpoint";
import type { Exposure } from "../../model/exposure";
import type { Leaves } from "../../model/expression";
import type { Peer } from "../../model/peer";
import type { Platform } from "../../model/platform";
import type { Workload } from "../../model/workload";
import { leavesFor } from "../leaves";
import type { LoweredPlatform } from "../lower";
import { workloadForms } from "./identity";
import { MaterialCollector } from "./material-collector";
import { type Place, placeOf } from "./place";

/** Who issues certificates on this target. */
export type KubernetesPki = "cert-manager" | "local" | "existing";

/** What one render knows. Places are worked out once for each peer. */
export class RenderContext {
  public readonly platform: Platform;
  public readonly problems = new Diagnostics();
  public readonly material: MaterialCollector;
  readonly #places = new Map<Peer, Place>();
  readonly #components = new Map<Peer, Component>();
  readonly #exposures = new Map<Endpoint, Exposure[]>();
  #identityNamespaces: readonly string[] | undefined;

  public constructor(public readonly lowered: LoweredPlatform) {
    this.platform = lowered.platform;
    this.material = new MaterialCollector(lowered.platform);
    for (const { component, workload } of lowered.workloads) this.#components.set(workload.peer, component);
    for (const { component, claim } of lowered.claims) this.#components.set(claim.peer, component);
    for (const exposure of lowered.exposures) {
      const others = this.#exposures.get(exposure.gateway);
      if (others === undefined) this.#exposures.set(exposure.gateway, [exposure]);
      else others.push(exposure);
    }
  }

  public get pki(): KubernetesPki {
    const { pki } = this.platform.spec;
    return pki === "auto" ? "cert-manager" : pki;
  }

  public place(peer: Peer): Place {
    const known = this.#places.get(peer);
    if (known !== undefined) return known;
    const place = placeOf(this.platform, peer);
    this.#places.set(peer, place);
    return place;
  }

  /** The namespaces in which a workload reads an identity, each once. */
  public get identityNamespaces(): readonly string[] {
    this.#identityNamespaces ??= [
      ...new Set(
        this.lowered.workloads
          .filter(({ workload }) => workloadForms(workload).length > 0)
          .map(({ workload }) => this.place(workload.peer).namespace),
      ),
    ];
    return this.#identityNamespaces;
  }

  /** What is published through a gateway's endpoint. */
  public exposuresOf(gateway: Endpoint): readonly Exposure[] {
    return this.#exposures.get(gateway) ?? [];
  }

  /** The peers through which something is published, in the order of the exposures. */
  public get gateways(): readonly Peer[] {
    return [...new Set([...this.#exposures.keys()].map(({ peer }) => peer))];
  }

  /** The component that a peer was lowered by. */
  public componentOf(peer: Peer): Component | undefined {
    return this.#components.get(peer);
  }

  /** Runs a step that may throw; its problems join the others, so that a user is told all of them at once. */
  public collect<Result>(path: string, fallback: Result, step: () => Result): Result {
    try {
      return step();
    } catch (error) {
      if (!AshlarError.is(error)) throw error;
      this.problems.addAll(error.diagnostics.map((item) => (item.path === "expression" ? { ...item, path } : item)));
      return fallback;
    }
  }

  public leaves(workload: Workload, container: Container): Leaves {
    return leavesFor(workload, container, this, (peer) => this.place(peer).host);
  }
}
