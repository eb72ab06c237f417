import { clusterSchema } from "../../../../constructs/model/cluster";
import type { Seen } from "../../../../constructs/state/preflight/check";
import type { ClusterNeeds } from "../../../../constructs/state/preflight/cluster-needs";
import type { ClusterView, Right, SeenObject } from "../../../../constructs/state/preflight/cluster-view";
import type { HostNeeds } from "../../../../constructs/state/preflight/host-needs";
import type { HostView } from "../../../../constructs/state/preflight/host-view";

/** A cluster as a test describes it. */
export interface ClusterWorld {
  readonly version: string;
  /** Kinds by API version, as `Kind/plural`. */
  readonly kinds: Readonly<Record<string, readonly string[]>>;
  /** Objects by `Kind namespace/name`; of kinds without namespaces `Kind /name`. */
  readonly objects: Readonly<Record<string, Omit<SeenObject, "metadata"> & { readonly metadata?: object }>>;
  /** Kinds that the user may not look at. */
  readonly hidden: readonly string[];
  readonly may: (right: Right) => boolean;
}

const known = { ConfigMap: "configmaps", Namespace: "namespaces", Pod: "pods", Secret: "secrets" };

/** A cluster that has what the needs of {@link clusterWants} ask for. */
export const GOOD_CLUSTER: ClusterWorld = {
  version: "v1.34.2",
  kinds: {
    v1: Object.entries(known).map(([kind, plural]) => `${kind}/${plural}`),
    "cert-manager.io/v1": ["Certificate/certificates", "ClusterIssuer/clusterissuers"],
    "gateway.networking.k8s.io/v1": ["Gateway/gateways"],
  },
  objects: {
    "StorageClass /standard": {
      metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    },
    "Pod kube-system/coredns": { metadata: { labels: { "k8s-app": "kube-dns" } } },
    "CustomResourceDefinition /certificates.cert-manager.io": {
      metadata: { labels: { "app.kubernetes.io/version": "v1.19.1" } },
    },
  },
  hidden: [],
  may: () => true,
};

/** The view of a described cluster. */
export function clusterView(change: Partial<ClusterWorld> = {}): ClusterView {
  const world = { ...GOOD_CLUSTER, ...change };
  const look = <Value>(kind: string, value: Value): Promise<Seen<Value>> =>
    Promise.resolve(world.hidden.includes(kind) ? { hidden: `may not be looked at: ${kind}` } : { seen: value });
  const objectsOf = (kind: string, namespace = ""): readonly SeenObject[] =>
    Object.entries(world.objects)
      .filter(([key]) => key.startsWith(`${kind} ${namespace}/`))
      .map(([key, object]) => ({ ...object, metadata: { ...object.metadata, name: key.split("/").at(-1) ?? "" } }));
  return {
    version: () => look("version", world.version),
    kinds: (apiVersion) => {
      const kinds = world.kinds[apiVersion]?.map((text) => text.split("/") as [string, string]);
      return look("kinds", kinds && new Map(kinds.map(([kind, plural]) => [kind, { plural }])));
    },
    read: (_apiVersion, kind, name, namespace) =>
      look(
        kind,
        objectsOf(kind, namespace).find(({ metadata }) => metadata.name === name),
      ),
    list: (_apiVersion, kind, { namespace, labels = {} } = {}) =>
      look(
        kind,
        objectsOf(kind, namespace).filter(({ metadata }) =>
          Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value),
        ),
      ),
    may: (right) => Promise.resolve(world.may(right)),
  };
}

/** What a small platform needs of a cluster. */
export function clusterWants(
  change: Partial<Omit<ClusterNeeds, "facts">> = {},
  facts: Parameters<ReturnType<typeof clusterSchema>["parse"]>[0] = {},
): ClusterNeeds {
  return {
    facts: clusterSchema().parse(facts),
    prerequisites: [
      { name: "cert-manager", version: "1.16.0", why: "issues certificates", apiGroups: ["cert-manager.io"] },
    ],
    kinds: [
      { apiVersion: "cert-manager.io/v1", kind: "Certificate", namespaces: ["acme"] },
      { apiVersion: "v1", kind: "ConfigMap", namespaces: ["acme"] },
      { apiVersion: "v1", kind: "Namespace", namespaces: [undefined] },
    ],
    ownNamespaces: ["acme"],
    secretNamespaces: ["acme"],
    storageClasses: [undefined],
    issuers: [],
    ingressClasses: [],
    gateways: [],
    callsApiServer: false,
    hasPolicies: true,
    ...change,
  };
}

const GIBIBYTE = 2 ** 30;

/** A Docker host that has what the needs of {@link hostWants} ask for. */
export function hostView(change: Partial<HostView> = {}): HostView {
  return {
    engine: () =>
      Promise.resolve({
        version: "28.2.2",
        os: "linux",
        cpus: 4,
        memory: 8 * GIBIBYTE,
        dataFolder: "/var/lib/docker",
        enforces: { cpu: true, memory: true, pids: true },
      }),
    composeVersion: () => Promise.resolve("v2.40.3"),
    networks: () => Promise.resolve([{ name: "bridge", project: undefined, subnets: ["172.17.0.0/16"] }]),
    published: () => Promise.resolve([]),
    volumesOf: () => Promise.resolve([]),
    routes: () => Promise.resolve([{ range: "192.168.1.0/24", device: "eth0" }]),
    port: () => Promise.resolve("free"),
    freeSpace: () => Promise.resolve(100 * GIBIBYTE),
    ...change,
  };
}

/** What a small project needs of a Docker host. */
export function hostWants(change: Partial<HostNeeds> = {}): HostNeeds {
  return {
    project: "acme-dev",
    ports: [{ address: "127.0.0.1", port: 8443 }],
    subnets: ["10.201.4.16/28", "10.201.7.32/28"],
    requests: { cpu: 500, memory: GIBIBYTE },
    limits: { cpu: 2000, memory: 2 * GIBIBYTE },
    largest: { cpu: 1000, memory: GIBIBYTE },
    storage: 10 * GIBIBYTE,
    ...change,
  };
}
