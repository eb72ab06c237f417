import { isObject, listOf, objectOf, textMap, textOf } from "../facts/json";
import { readObjects, type KubernetesObject } from "../facts/kubernetes/object";
import { matches, readSelector, type Selector } from "../facts/kubernetes/selector";
import { fieldOf, isWithin } from "./fields";
import type { ReadResource } from "./resource";

/** The object of a resource as facts see it. */
export function objectIn({ object }: ReadResource): KubernetesObject | undefined {
  return readObjects([object])[0];
}

/** Whether something unknown of a resource lies in a field, or holds it. Fields are written from the object's top. */
export function isUnsureOf({ unknown }: ReadResource, ...fields: readonly string[]): boolean {
  return unknown.some((path) => fields.some((field) => isWithin(field, path.join("."))));
}

/** Whether it is not known where a resource will be. */
export function isUnplaced(resource: ReadResource): boolean {
  return isUnsureOf(resource, "metadata.namespace");
}

/** What a workload's object says of its pods. */
function podOf(own: KubernetesObject): {
  readonly labels: ReadonlyMap<string, string>;
  readonly spec: Readonly<Record<string, unknown>>;
} {
  const job = objectOf(objectOf(own.spec["jobTemplate"])["spec"]);
  const template = own.kind === "Pod" ? own.body : objectOf((own.kind === "CronJob" ? job : own.spec)["template"]);
  return { labels: textMap(objectOf(template["metadata"])["labels"]), spec: objectOf(template["spec"]) };
}

/** Whether what is unknown of a workload may be a label of its pods. */
export function isUnsureOfLabels(own: ReadResource): boolean {
  const isPod = own.kind === "Pod";
  return own.unknown.some((path) => {
    if (!isPod && path[0] === "metadata") return false;
    return isWithin("metadata.labels", isPod ? path.join(".") : fieldOf(own, path));
  });
}

/** Whether an account's own answer decides if a workload has its token. */
export function isAccountOf(account: ReadResource, own: KubernetesObject): boolean {
  const found = objectIn(account);
  const { spec } = podOf(own);
  if (found === undefined || typeof spec["automountServiceAccountToken"] === "boolean") return false;
  const name = textOf(spec["serviceAccountName"]) ?? textOf(spec["serviceAccount"]) ?? "default";
  return (
    found.name === name &&
    (found.namespace === own.namespace || isUnplaced(account)) &&
    isUnsureOf(account, "automountServiceAccountToken", "metadata.namespace")
  );
}

/** Whether an unknown label of a namespace decides if a policy lets its pods in to a workload. */
export function isLetInByLabel(namespace: ReadResource, own: KubernetesObject, all: readonly ReadResource[]): boolean {
  const labels = objectIn(namespace)?.labels ?? new Map<string, string>();
  const { labels: pods } = podOf(own);
  const isUnknown = (key: string): boolean => isUnsureOf(namespace, `metadata.labels.${key}`);
  return all.some((resource) => {
    const policy = resource.kind === "NetworkPolicy" ? objectIn(resource) : undefined;
    if (policy?.namespace !== own.namespace) return false;
    const selected = readSelector(policy.spec["podSelector"]);
    if (!maySelect(selected, pods, () => false)) return false;
    return listOf(policy.spec["ingress"])
      .flatMap((rule) => listOf(objectOf(rule)["from"]))
      .map((peer) => objectOf(peer)["namespaceSelector"])
      .filter(isObject)
      .map(readSelector)
      .some((selector) => keysOf(selector).some(isUnknown) && maySelect(selector, labels, isUnknown));
  });
}

function keysOf({ labels, expressions }: Selector): readonly string[] {
  // The API server sets the name of a namespace as its label, whatever else is known of it.
  const keys = [...labels.map(([key]) => key), ...expressions.map(({ key }) => key)];
  return keys.filter((key) => key !== "kubernetes.io/metadata.name");
}

/** Whether labels fit a selector, if the unknown ones turn out as it asks. */
function maySelect(
  selector: Selector,
  labels: ReadonlyMap<string, string>,
  isUnknown: (key: string) => boolean,
): boolean {
  const certain: Selector = {
    labels: selector.labels.filter(([key]) => !isUnknown(key)),
    expressions: selector.expressions.filter(({ key }) => !isUnknown(key)),
  };
  return matches(certain, labels);
}
