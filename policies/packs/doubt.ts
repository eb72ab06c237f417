import { readObjects } from "../facts/kubernetes/object";
import type { Place } from "../rule";
import type { PropertyPath } from "./known";
import { pathText, type ReadResource } from "./resource";

/** Where the specification of pods stands in an object. */
const POD = /^spec\.(?:jobTemplate\.spec\.)?(?:template\.(?:spec\.)?)?/;
/** `containers[web].` */
const CONTAINER = /^\w*[cC]ontainers\[[^\]]*\]\./;

/** Objects that mean something for every pod of their namespace, or of the cluster. */
const AROUND = new Set([
  "Namespace",
  "NetworkPolicy",
  "Service",
  "ServiceAccount",
  "ResourceQuota",
  "LimitRange",
  "Ingress",
  "PodDisruptionBudget",
  "HorizontalPodAutoscaler",
  "Role",
  "RoleBinding",
  "ClusterRole",
  "ClusterRoleBinding",
]);

/** Whether something unknown may decide about a finding: in its field, in what its object reads, or around it. */
export function isTouched(place: Place, all: readonly ReadResource[], unsure: readonly ReadResource[]): boolean {
  const own = all.find((resource) => pathOf(resource) === place.object);
  const field = place.path.slice(place.object.length).replace(/^[:.]/, "");
  const text = own === undefined ? "" : JSON.stringify(own.object);
  return unsure.some((resource) => {
    if (resource === own) return resource.unknown.some((path) => meets(field, fieldOf(resource, path)));
    if (AROUND.has(resource.kind)) return isNear(resource, own);
    return resource.kind === "ConfigMap" && text.includes(JSON.stringify(nameOf(resource)));
  });
}

/** An object's path, as facts write it. */
export function pathOf({ object }: ReadResource): string {
  return readObjects([object])[0]?.path ?? "";
}

/** An unknown path as findings write the fields of pods. */
function fieldOf({ object }: ReadResource, path: PropertyPath): string {
  return pathText(object, path).replace(POD, "");
}

/** Whether one of two fields holds the other, or a pod says for its containers what is asked of one. */
function meets(field: string, unknown: string): boolean {
  if (field === "" || unknown === "" || holds(field, unknown) || holds(unknown, field)) return true;
  const [ofContainer, ofPod] = [field.replace(CONTAINER, ""), unknown.replace(CONTAINER, "")];
  if (ofPod !== unknown && ofContainer !== field) return false;
  return holds(ofContainer, ofPod) || holds(ofPod, ofContainer);
}

function holds(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

function isNear(around: ReadResource, own: ReadResource | undefined): boolean {
  const namespace = namespaceOf(around);
  return namespace === undefined || own === undefined || namespaceOf(own) === namespace || around.kind === "Namespace";
}

function namespaceOf({ object }: ReadResource): string | undefined {
  const found = readObjects([object])[0];
  return found?.path.startsWith(`${found.namespace}/`) === true ? found.namespace : undefined;
}

function nameOf({ object }: ReadResource): string {
  return readObjects([object])[0]?.name ?? "";
}
