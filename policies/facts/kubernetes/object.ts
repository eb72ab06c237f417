import { isObject, listOf, objectOf, textMap, textOf, type Json } from "../json";

/** A Kubernetes object, as far as facts need it. */
export interface KubernetesObject {
  readonly kind: string;
  /** API group without version; empty for the core group. */
  readonly group: string;
  readonly name: string;
  /** `default` when none is said, as the cluster would have it. */
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  readonly body: Json;
  readonly spec: Json;
  /** `<namespace>/<kind>/<name>`, or `<kind>/<name>` for what has no namespace. */
  readonly path: string;
}

const UNSCOPED = new Set([
  "Namespace",
  "PersistentVolume",
  "ClusterRole",
  "ClusterRoleBinding",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
]);

/** A parsed object is never changed, and is asked for its facts, its names and what differs: it is read once. */
const known = new WeakMap<Json, KubernetesObject>();

/** The objects of a list of anything; lists inside it are opened, what is no object is left out. */
export function readObjects(values: readonly unknown[]): readonly KubernetesObject[] {
  const objects: KubernetesObject[] = [];
  const pending = [...values].reverse();
  for (let value = pending.pop(); pending.length > 0 || value !== undefined; value = pending.pop()) {
    if (!isObject(value)) continue;
    const kind = textOf(value["kind"]);
    if (kind === undefined) continue;
    if (kind.endsWith("List") && Array.isArray(value["items"])) {
      pending.push(...[...listOf(value["items"])].reverse());
      continue;
    }
    let object = known.get(value);
    if (object === undefined) known.set(value, (object = readObject(value, kind)));
    objects.push(object);
  }
  return objects;
}

function readObject(body: Json, kind: string): KubernetesObject {
  const metadata = objectOf(body["metadata"]);
  const apiVersion = textOf(body["apiVersion"]) ?? "";
  const name = textOf(metadata["name"]) ?? textOf(metadata["generateName"]) ?? "";
  const namespace = textOf(metadata["namespace"]) ?? "default";
  return {
    kind,
    group: apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "",
    name,
    namespace,
    labels: textMap(metadata["labels"]),
    annotations: textMap(metadata["annotations"]),
    body,
    spec: objectOf(body["spec"]),
    path: UNSCOPED.has(kind) ? `${kind}/${name}` : `${namespace}/${kind}/${name}`,
  };
}
