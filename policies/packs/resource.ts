import { isObject, objectOf, textOf } from "../facts/json";
import { knownPart, type Filler, type PropertyPath } from "./known";

/** A resource as the engine hands it to a policy. */
export interface GivenResource {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly urn: string;
}

/** A Kubernetes object, as far as it is known. */
export interface ReadResource {
  readonly urn: string;
  readonly kind: string;
  readonly object: Readonly<Record<string, unknown>>;
  /** What is not known and may matter. */
  readonly unknown: readonly PropertyPath[];
}

/** `kubernetes:<group>/<version>:<kind>`, the group of the core API written as `core`. */
const TOKEN = /^kubernetes:([^:]+):(\w+)$/;
/** Components of the provider: their objects are resources of their own. */
const COMPONENT = /^(?:yaml|kustomize|helm\.sh\/v4)(?:\/|$)/;

/** The kind of a resource that a pack judges; undefined for every other one. */
export function kindOf(type: string): { readonly apiVersion: string; readonly kind: string } | undefined {
  const [, module = "", kind = ""] = TOKEN.exec(type) ?? [];
  if (module === "" || COMPONENT.test(module)) return undefined;
  return { apiVersion: module.startsWith("core/") ? module.slice("core/".length) : module, kind };
}

/** Why nothing can be said of an object, although it is one. */
export function unseen({ type }: GivenResource): string | undefined {
  const { apiVersion = "", kind = "" } = kindOf(type) ?? {};
  if (apiVersion.startsWith("helm.sh/")) return "the objects of a Helm release are not seen by policies";
  if (kind.endsWith("Patch") && kind !== "Patch")
    return `a ${kind} changes an object that is not seen by policies: only what it sets can be judged, and is not`;
  return undefined;
}

/**
 * Reads the object of a resource. Of a Secret nothing but its name is read.
 *
 * @param filler what stands for unknown values
 */
export function readResource(given: GivenResource, filler?: Filler): ReadResource | undefined {
  const token = kindOf(given.type);
  if (token === undefined || unseen(given) !== undefined) return undefined;
  const isSecret = token.kind === "Secret" && token.apiVersion === "v1";
  const { value, unknown } = knownPart(isSecret ? withoutValues(given.props) : given.props, filler);
  const metadata = objectOf(value["metadata"]);
  const isPlaced = !unknown.some((path) => startsWith(path, ["metadata", "namespace"]) || path.join() === "metadata");
  const object = {
    ...value,
    apiVersion: textOf(value["apiVersion"]) ?? token.apiVersion,
    kind: textOf(value["kind"]) ?? token.kind,
    metadata: {
      ...metadata,
      // A name that the provider makes up, and a namespace that is not known yet, are the same in every guess.
      name: unknown.some((path) => startsWith(path, ["metadata", "name"]))
        ? given.name
        : (textOf(metadata["name"]) ?? given.name),
      ...(isPlaced ? {} : { namespace: UNKNOWN_NAMESPACE }),
    },
  };
  return { urn: given.urn, kind: object.kind, object, unknown: unknown.filter((path) => matters(object.kind, path)) };
}

/** Stands for a namespace that is not known yet. */
const UNKNOWN_NAMESPACE = "not-known-yet";

function withoutValues(props: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    get metadata() {
      return props["metadata"];
    },
  };
}

function startsWith(path: PropertyPath, beginning: PropertyPath): boolean {
  return beginning.every((key, index) => path[index] === key);
}

/** What the cluster fills in, and no rule reads. */
const FILLED_IN: Readonly<Record<string, readonly string[]>> = {
  "*": [
    "id",
    "urn",
    "status",
    "metadata.uid",
    "metadata.resourceVersion",
    "metadata.generation",
    "metadata.creationTimestamp",
    "metadata.managedFields",
    "metadata.selfLink",
    "metadata.ownerReferences",
  ],
  Service: ["spec.clusterIP", "spec.clusterIPs", "spec.ipFamilies", "spec.ipFamilyPolicy", "spec.healthCheckNodePort"],
  PersistentVolumeClaim: ["spec.volumeName"],
};

/** Annotations by which programs are confined or controllers configured; all others are no rule's business. */
const READ_ANNOTATION = /^(?:container\.apparmor\.security\.beta\.kubernetes\.io\/|nginx\.)/;

function matters(kind: string, path: PropertyPath): boolean {
  const filled = [...(FILLED_IN["*"] ?? []), ...(FILLED_IN[kind] ?? [])];
  if (filled.some((field) => startsWith(path, field.split(".")))) return false;
  const at = path.lastIndexOf("annotations");
  return at < 0 || path[at - 1] !== "metadata" || at === path.length - 1 || READ_ANNOTATION.test(path[at + 1] ?? "");
}

/** An unknown path as messages write it, with the names of containers instead of their positions. */
export function pathText(object: Readonly<Record<string, unknown>>, path: PropertyPath): string {
  let holder: unknown = object;
  let text = "";
  for (const key of path) {
    const position = /^\d+$/.test(key) && (Array.isArray(holder) || text !== "");
    holder = Array.isArray(holder) ? (holder as readonly unknown[])[Number(key)] : objectOf(holder)[key];
    const name = isObject(holder) ? textOf(holder["name"]) : undefined;
    text += position ? `[${name ?? key}]` : `${text === "" ? "" : "."}${key}`;
  }
  return text;
}
