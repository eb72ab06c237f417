import type { Cluster } from "./kubernetes";
import { hasCondition } from "./kubernetes";
import type { KubernetesObject } from "./kubernetes-client";
import { waitUntil } from "./process";
import { SdkInputTypes } from "./pulumi-input-types";
import {
  type Change,
  isSame,
  type Properties,
  type Resource,
  type StandIn,
  type State,
  UNKNOWN,
} from "./pulumi-stand-in";

/** Namespace in which a preview tries objects whose own namespace is not there yet. */
const TRIAL = "pulumi-trial";

/** What the stand-in did to the cluster, in order. */
export interface ClusterStep {
  readonly verb: "dry-run" | "apply" | "ready" | "delete";
  /** Logical name. */
  readonly name: string;
}

/**
 * Stands in for the plugin `pulumi-resource-kubernetes`, which is in no package registry. It is test equipment: it dry-runs
 * on the real API server in a preview, server-side applies in an update, and waits as the plugin documents it for
 * Deployments, StatefulSets, Jobs and Services. It refuses what the published SDK's types do not have.
 */
export class KubernetesStandIn implements StandIn {
  public readonly sdk = "@pulumi/kubernetes";
  public readonly steps: ClusterStep[] = [];
  /** Called before an object is applied: a test interrupts here. */
  public onApply: (resource: Resource) => void = () => undefined;
  #isCancelled = false;
  readonly #types = new SdkInputTypes("@pulumi/kubernetes");

  private constructor(private readonly cluster: Cluster) {}

  public static async start(cluster: Cluster): Promise<KubernetesStandIn> {
    await cluster.namespace(TRIAL, { "pod-security.kubernetes.io/enforce": "restricted" });
    return new KubernetesStandIn(cluster);
  }

  public check({ type, inputs }: Resource): readonly { readonly property: string; readonly reason: string }[] {
    const [, version = "", kind = ""] = type.split(":");
    const { apiVersion } = inputs as unknown as KubernetesObject;
    const isCustom = (apiVersion.split("/")[0] ?? "").includes(".") && !apiVersion.split("/")[0]?.endsWith("k8s.io");
    // Kinds of other groups are the cluster's: the SDK types their metadata alone, and the API server judges the rest.
    const own =
      isCustom || type.startsWith("kubernetes:gateway.networking.k8s.io/") ? undefined : fileOf(version, kind);
    const unknown = own === undefined ? [] : this.#types.unknownInputs(own, kind, inputs);
    if (unknown === undefined) return [{ property: "kind", reason: `@pulumi/kubernetes has no type ${type}` }];
    return unknown.map((property) => ({ property, reason: `@pulumi/kubernetes has no input ${property} of ${type}` }));
  }

  public diff({ inputs }: Resource, old: Properties): Change {
    const [now, then] = [inputs, old] as unknown as readonly [KubernetesObject, KubernetesObject];
    const moved = ["name", "namespace"].filter((field) => now.metadata[field] !== then.metadata[field]);
    const fixed = FIXED[now.kind] ?? [];
    const replaces = [
      ...moved.map((field) => `metadata.${field}`),
      ...fixed.filter((path) => !isSame(at(inputs, path), at(old, path))),
    ];
    return { changes: !isSame(inputs, old), replaces, deleteBeforeReplace: moved.length === 0 };
  }

  public async create(resource: Resource, preview: boolean): Promise<State> {
    if (preview) return this.#try(resource);
    return this.#apply(resource);
  }

  public async update(resource: Resource, _id: string, _old: Properties, preview: boolean): Promise<State> {
    return preview ? this.#try(resource) : this.#apply(resource);
  }

  /** The object as it is. What the server added is no drift: it is what applying the same inputs once more would leave. */
  public async read({ inputs }: Resource): Promise<(State & { readonly inputs: Properties }) | undefined> {
    const wanted = inputs as unknown as KubernetesObject;
    const { apiVersion, kind, metadata } = wanted;
    const live = await this.cluster.client.get(apiVersion, kind, metadata.name, metadata.namespace);
    if (live === undefined) return undefined;
    const { object: again } = await this.cluster.client.apply(wanted, { dryRun: true, force: true, ...MANAGER });
    const found = isSame(settled(again), settled(live)) ? inputs : (project(inputs, live) as Properties);
    return { id: idOf(wanted), inputs: found, outputs: found };
  }

  public async delete({ name, inputs }: Resource): Promise<void> {
    const { apiVersion, kind, metadata } = inputs as unknown as KubernetesObject;
    const { client } = this.cluster;
    this.steps.push({ verb: "delete", name });
    await client.delete(apiVersion, kind, metadata.name, metadata.namespace);
    const isGone = async (): Promise<boolean> =>
      (await client.get(apiVersion, kind, metadata.name, metadata.namespace)) === undefined;
    await waitUntil(isGone, `${kind} ${metadata.name} is gone`, 90_000);
  }

  public signal(what: "begin" | "cancel"): void {
    this.#isCancelled = what === "cancel";
  }

  async #try(resource: Resource): Promise<State> {
    const object = resource.inputs as unknown as KubernetesObject;
    // As the plugin does: a server could only judge what it is shown.
    if (isUnknown(object)) return { id: idOf(object), outputs: resource.inputs };
    const { namespace } = object.metadata;
    const isThere =
      namespace === undefined || (await this.cluster.client.get("v1", "Namespace", namespace)) !== undefined;
    const tried = isThere ? object : { ...object, metadata: { ...object.metadata, namespace: TRIAL } };
    await this.cluster.client.apply(tried, { dryRun: true, ...MANAGER });
    this.steps.push({ verb: "dry-run", name: resource.name });
    return { id: idOf(object), outputs: resource.inputs };
  }

  async #apply(resource: Resource): Promise<State> {
    this.onApply(resource);
    const object = resource.inputs as unknown as KubernetesObject;
    this.steps.push({ verb: "apply", name: resource.name });
    await this.cluster.client.apply(object, MANAGER);
    const isOver = async (): Promise<boolean> => this.#isCancelled || (await this.#isReady(object));
    await waitUntil(isOver, `${object.kind} ${object.metadata.name} is ready`, 90_000);
    if (this.#isCancelled) throw new Error(`cancelled while waiting until ${object.metadata.name} is ready`);
    this.steps.push({ verb: "ready", name: resource.name });
    return { id: idOf(object), outputs: resource.inputs };
  }

  async #isReady({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject): Promise<boolean> {
    const live = await this.cluster.client.get(apiVersion, kind, name, namespace);
    const {
      replicas = 1,
      selector,
      type,
    } = (live?.["spec"] ?? {}) as {
      readonly replicas?: number;
      readonly selector?: unknown;
      readonly type?: string;
    };
    const status = (live?.["status"] ?? {}) as Readonly<Record<string, number | undefined>>;
    switch (kind) {
      case "Deployment":
      case "StatefulSet":
        return (status["readyReplicas"] ?? 0) >= replicas && (status["updatedReplicas"] ?? 0) >= replicas;
      case "Job":
        return hasCondition(live, "Complete");
      case "Service": {
        // Nothing in the cluster hands out addresses of load balancers.
        if (selector === undefined || type === "LoadBalancer") return true;
        const slices = await this.cluster.client.list("discovery.k8s.io/v1", "EndpointSlice", namespace);
        return slices.some((slice) => isBehind(slice, name));
      }
      default:
        return live !== undefined;
    }
  }
}

const MANAGER = { fieldManager: "pulumi-kubernetes" } as const;

/** What the plugin replaces because the API server does not let it change, and Secrets and ConfigMaps by its default. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ["data", "binaryData"],
  Job: ["spec.template", "spec.selector"],
  Secret: ["data", "stringData", "type"],
  StatefulSet: ["spec.selector", "spec.serviceName", "spec.volumeClaimTemplates", "spec.podManagementPolicy"],
};

/** `apps/v1` and `StatefulSet` are in `apps/v1/statefulSet.d.ts`. */
function fileOf(version: string, kind: string): string {
  const [group = "", ...rest] = version.split("/");
  return [group.split(".")[0] ?? "", ...rest, `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`].join("/");
}

function idOf({ metadata: { namespace, name } }: KubernetesObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function at(value: unknown, path: string): unknown {
  const step = (from: unknown, key: string): unknown => (from as Readonly<Record<string, unknown>> | undefined)?.[key];
  return path.split(".").reduce(step, value);
}

/** Whether a preview cannot know all of a value. */
function isUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === UNKNOWN;
  return Object.values(value).some(isUnknown);
}

function isBehind({ metadata, endpoints }: KubernetesObject, service: string): boolean {
  const labels = metadata["labels"] as Readonly<Record<string, string>> | undefined;
  const ready = (endpoints ?? []) as readonly { readonly conditions?: { readonly ready?: boolean } }[];
  return (
    labels?.["kubernetes.io/service-name"] === service && ready.some(({ conditions }) => conditions?.ready === true)
  );
}

/** An object without what changes at every write. */
function settled({ metadata, status: _status, ...rest }: KubernetesObject): unknown {
  const { managedFields: _fields, resourceVersion: _version, generation: _generation, ...kept } = metadata;
  return { ...rest, metadata: kept };
}

/** The live values of the fields that somebody set. */
function project(wanted: unknown, live: unknown): unknown {
  if (typeof wanted !== "object" || wanted === null || typeof live !== "object" || live === null) return live;
  if (Array.isArray(wanted)) return live;
  return Object.fromEntries(
    Object.entries(wanted)
      .filter(([key]) => key in live)
      .map(([key, inner]) => [key, project(inner, (live as Readonly<Record<string, unknown>>)[key])]),
  );
}
