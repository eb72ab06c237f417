import type { Connection } from "../model/connection";
import { MAIN } from "../model/names";
import type { Peer } from "../model/peer";
import type { Platform } from "../model/platform";
import type { KubernetesResource } from "../render/kubernetes/kubernetes-object";
import { podOf, referencesOf } from "./references";
import { groupOf, isCustom } from "./typed-class";

/** What must be there before a pod is: a quota that comes later does not count it, a wall does not hold it. */
const WALLS: ReadonlySet<string> = new Set(["LimitRange", "NetworkPolicy", "ResourceQuota"]);

/** What each resource waits for, directly. */
export type Dependencies = ReadonlyMap<KubernetesResource, readonly KubernetesResource[]>;

/**
 * Works out the order of a deployment: everything after its namespace, custom resources after their definitions, bindings
 * of admission policies after the policy and its settings, workloads
 * after the walls around them and what their pods read, and after the servers and jobs that their connections wait for.
 * A Service waits for no workload and no workload for a Service: Pulumi counts a Service as there when a pod is behind it.
 */
export function dependenciesOf(platform: Platform, resources: readonly KubernetesResource[]): Dependencies {
  const index = new Index(resources);
  const awaited = awaitedPaths(platform);
  return new Map(
    resources.map((resource) => {
      const before = new Set([
        ...index.namespaceOf(resource),
        ...index.definitionOf(resource),
        ...index.boundBy(resource),
        ...(isWorkload(resource)
          ? [
              ...index.wallsAround(resource),
              ...index.readBy(resource),
              ...[...(awaited.get(resource.path) ?? [])].flatMap((path) => index.workloadsAt(path)),
            ]
          : []),
      ]);
      before.delete(resource);
      return [resource, [...before]] as const;
    }),
  );
}

/** Groups of custom resources that make no pods. */
const WITHOUT_PODS: ReadonlySet<string> = new Set(["cert-manager.io", "gateway.networking.k8s.io"]);

/** Makes pods: by itself, or because the operator that fulfils it does. */
function isWorkload({ object }: KubernetesResource): boolean {
  const isClaim = isCustom(object.apiVersion) && !WITHOUT_PODS.has(groupOf(object.apiVersion));
  return isClaim || podOf(object) !== undefined;
}

class Index {
  readonly #byKey = new Map<string, KubernetesResource>();
  readonly #walls = new Map<string, KubernetesResource[]>();
  readonly #workloads = new Map<string, KubernetesResource[]>();

  public constructor(resources: readonly KubernetesResource[]) {
    for (const resource of resources) {
      const { kind, metadata } = resource.object;
      this.#byKey.set(key(kind, metadata.namespace, metadata.name), resource);
      if (WALLS.has(kind)) push(this.#walls, metadata.namespace ?? "", resource);
      if (isWorkload(resource)) push(this.#workloads, resource.path, resource);
      for (const name of issuedSecrets(resource)) this.#byKey.set(key("Secret", metadata.namespace, name), resource);
      if (kind === "CustomResourceDefinition") {
        const { group, names } = resource.object["spec"] as DefinitionSpec;
        this.#byKey.set(key("definition", group, names.kind), resource);
      }
    }
  }

  public namespaceOf({ object }: KubernetesResource): readonly KubernetesResource[] {
    const { namespace } = object.metadata;
    return namespace === undefined ? [] : this.#at(key("Namespace", undefined, namespace));
  }

  public definitionOf({ object: { apiVersion, kind } }: KubernetesResource): readonly KubernetesResource[] {
    return isCustom(apiVersion) ? this.#at(key("definition", groupOf(apiVersion), kind)) : [];
  }

  /** What an admission policy's binding needs to be there: without its settings a policy refuses everything. */
  public boundBy({ object }: KubernetesResource): readonly KubernetesResource[] {
    if (object.kind !== "ValidatingAdmissionPolicyBinding") return [];
    const { policyName, paramRef } = object["spec"] as BindingSpec;
    return [
      ...this.#at(key("ValidatingAdmissionPolicy", undefined, policyName)),
      ...(paramRef === undefined ? [] : this.#at(key("ConfigMap", paramRef.namespace, paramRef.name))),
    ];
  }

  public wallsAround({ object }: KubernetesResource): readonly KubernetesResource[] {
    return this.#walls.get(object.metadata.namespace ?? "") ?? [];
  }

  public readBy({ object }: KubernetesResource): readonly KubernetesResource[] {
    return referencesOf(object).flatMap(({ kind, name }) => this.#at(key(kind, object.metadata.namespace, name)));
  }

  public workloadsAt(path: string): readonly KubernetesResource[] {
    return this.#workloads.get(path) ?? [];
  }

  #at(name: string): readonly KubernetesResource[] {
    const found = this.#byKey.get(name);
    return found === undefined ? [] : [found];
  }
}

interface DefinitionSpec {
  readonly group: string;
  readonly names: { readonly kind: string };
}

interface BindingSpec {
  readonly policyName: string;
  readonly paramRef?: { readonly name: string; readonly namespace: string };
}

/** Secrets that come to be because cert-manager fulfils a Certificate. */
function issuedSecrets({ object }: KubernetesResource): readonly string[] {
  if (groupOf(object.apiVersion) !== "cert-manager.io" || object.kind !== "Certificate") return [];
  const { secretName } = object["spec"] as { readonly secretName?: string };
  return secretName === undefined ? [] : [secretName];
}

/** Paths whose workloads are there before those of a path. */
function awaitedPaths(platform: Platform): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    platform.graph.peers.map((peer) => {
      const before = [...peer.jobsBefore, ...peer.connections.flatMap((connection) => awaitedPeers(peer, connection))];
      return [pathOf(peer), new Set(before.map(pathOf))] as const;
    }),
  );
}

function awaitedPeers(caller: Peer, { endpoint, wait }: Connection): readonly Peer[] {
  if (endpoint.kind === "external" || endpoint.peer === caller) return [];
  switch (wait) {
    case "none":
      return [];
    case "started":
    case "healthy":
      return [endpoint.peer];
    case "ready":
      return [endpoint.peer, ...(endpoint.props.readyAfter ?? [])];
    default:
      return wait satisfies never;
  }
}

/** Where a peer's objects stand: the main one's at its component. */
function pathOf(peer: Peer): string {
  return peer.node.id === MAIN && peer.node.scope !== undefined ? peer.node.scope.node.path : peer.node.path;
}

function key(kind: string, namespace: string | undefined, name: string): string {
  return [kind, namespace ?? "", name].join(" ");
}

function push(map: Map<string, KubernetesResource[]>, name: string, resource: KubernetesResource): void {
  const others = map.get(name);
  if (others === undefined) map.set(name, [resource]);
  else others.push(resource);
}
