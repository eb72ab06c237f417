import type { ClusterFacts } from "../../model/cluster";
import type { Prerequisite } from "../../model/prerequisite";
import type { KubernetesObject } from "../../render/kubernetes/kubernetes-object";

/** An object by its name. */
export interface NamedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Undefined: a kind without namespaces. */
  readonly namespace: string | undefined;
}

/** A kind, and where objects of it are to be made; undefined: outside all namespaces. */
export interface NeededKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaces: readonly (string | undefined)[];
}

/** What a platform needs of a cluster. */
export interface ClusterNeeds {
  readonly facts: ClusterFacts;
  readonly prerequisites: readonly Prerequisite[];
  readonly kinds: readonly NeededKind[];
  /** Namespaces that the manifests make. */
  readonly ownNamespaces: readonly string[];
  /** Namespaces that Secrets are made in. */
  readonly secretNamespaces: readonly string[];
  /** Undefined among them: the cluster's default. */
  readonly storageClasses: readonly (string | undefined)[];
  /** Issuers that certificates name and the manifests do not make. */
  readonly issuers: readonly NamedObject[];
  /** Undefined among them: the cluster's default. */
  readonly ingressClasses: readonly (string | undefined)[];
  /** Gateways that routes hang on and the manifests do not make. */
  readonly gateways: readonly NamedObject[];
  /** Whether a pod has a token for the API server, and so calls it. */
  readonly callsApiServer: boolean;
  readonly hasPolicies: boolean;
}

/** What a render needs: read from the objects themselves, so that what is edited by hand counts too. */
export function clusterNeeds(
  objects: readonly KubernetesObject[],
  facts: ClusterFacts,
  prerequisites: readonly Prerequisite[],
): ClusterNeeds {
  const made = new Set(objects.map(({ kind, metadata }) => `${kind}/${metadata.namespace ?? ""}/${metadata.name}`));
  const isForeign = ({ kind, namespace, name }: NamedObject): boolean =>
    !made.has(`${kind}/${namespace ?? ""}/${name}`);
  const ownNamespaces = objects.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name);
  return {
    facts,
    prerequisites,
    kinds: kindsOf(objects),
    ownNamespaces,
    secretNamespaces: [...new Set(objects.filter(isPodMaker).map(({ metadata }) => metadata.namespace ?? ""))].sort(),
    storageClasses: distinct(objects.flatMap(storageClassesOf)),
    issuers: distinctObjects(objects.flatMap(issuerOf).filter(isForeign)),
    ingressClasses: distinct(
      objects.filter(({ kind }) => kind === "Ingress").map(({ spec }) => text(field(spec, "ingressClassName"))),
    ),
    gateways: distinctObjects(objects.flatMap(gatewaysOf).filter(isForeign)),
    callsApiServer: objects.some(
      (object) => isPodMaker(object) && field(podSpec(object), "automountServiceAccountToken") === true,
    ),
    hasPolicies: objects.some(({ kind }) => kind === "NetworkPolicy"),
  };
}

function kindsOf(objects: readonly KubernetesObject[]): readonly NeededKind[] {
  const kinds = new Map<string, { apiVersion: string; kind: string; namespaces: Set<string | undefined> }>();
  for (const { apiVersion, kind, metadata } of objects) {
    const key = `${apiVersion} ${kind}`;
    const found = kinds.get(key) ?? { apiVersion, kind, namespaces: new Set() };
    found.namespaces.add(metadata.namespace);
    kinds.set(key, found);
  }
  return [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { namespaces, ...kind }]) => ({ ...kind, namespaces: [...namespaces].sort() }));
}

const POD_MAKERS = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

const isPodMaker = ({ kind }: KubernetesObject): boolean => POD_MAKERS.includes(kind);

function podSpec({ kind, spec }: KubernetesObject): unknown {
  const template =
    kind === "CronJob" ? field(field(field(spec, "jobTemplate"), "spec"), "template") : field(spec, "template");
  return field(template, "spec");
}

/** Of claims and of the templates of claims; an empty name asks for a volume without a class, which nobody needs to have. */
function storageClassesOf({ kind, spec }: KubernetesObject): readonly (string | undefined)[] {
  const claims =
    kind === "PersistentVolumeClaim"
      ? [spec]
      : kind === "StatefulSet"
        ? items(field(spec, "volumeClaimTemplates")).map((claim) => field(claim, "spec"))
        : [];
  return claims.map((claim) => text(field(claim, "storageClassName"))).filter((name) => name !== "");
}

function issuerOf({ apiVersion, kind, metadata, spec }: KubernetesObject): readonly NamedObject[] {
  if (kind !== "Certificate" || !apiVersion.startsWith("cert-manager.io/")) return [];
  const issuer = field(spec, "issuerRef");
  const [name, issuerKind = "Issuer"] = [text(field(issuer, "name")), text(field(issuer, "kind"))];
  if (name === undefined) return [];
  return [{ apiVersion, kind: issuerKind, name, namespace: issuerKind === "Issuer" ? metadata.namespace : undefined }];
}

const GATEWAY_API = "gateway.networking.k8s.io";

function gatewaysOf({ apiVersion, metadata, spec }: KubernetesObject): readonly NamedObject[] {
  if (!apiVersion.startsWith(`${GATEWAY_API}/`)) return [];
  return items(field(spec, "parentRefs")).flatMap((parent) => {
    const [name, kind = "Gateway"] = [text(field(parent, "name")), text(field(parent, "kind"))];
    const namespace = text(field(parent, "namespace")) ?? metadata.namespace;
    return name === undefined || kind !== "Gateway" ? [] : [{ apiVersion: `${GATEWAY_API}/v1`, kind, name, namespace }];
  });
}

function distinct(names: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return [...new Set(names)].sort();
}

function distinctObjects(objects: readonly NamedObject[]): readonly NamedObject[] {
  const byName = new Map(objects.map((object) => [`${object.kind} ${object.namespace ?? ""} ${object.name}`, object]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}

/** A field of a value that may be anything. */
export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** The items of a value, if it is a list. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** A value, if it is a text. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
