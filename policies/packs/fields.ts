import type { PropertyPath } from "./known";
import { pathText, type ReadResource } from "./resource";

/** Where the specification of pods stands in an object; it may be unknown as a whole, or from any step on. */
const POD = /^spec(?:\.|$)(?:jobTemplate(?:\.|$)(?:spec(?:\.|$))?)?(?:template(?:\.|$)(?:spec(?:\.|$))?)?/;
/** `containers[web].` */
const CONTAINER = /^\w*[cC]ontainers\[[^\]]*\]\./;

/** An unknown path as findings write the fields of pods; empty: all of the specification. */
export function fieldOf({ object }: ReadResource, path: PropertyPath): string {
  return pathText(object, path).replace(POD, "");
}

/** A finding's field in the same spelling. */
export function shortField(field: string): string {
  return field.replace(POD, "");
}

/** Whether one of two fields holds the other, or a pod says for its containers what is asked of one. */
export function meets(field: string, unknown: string): boolean {
  if (field === "" || isWithin(field, unknown)) return true;
  const [ofContainer, ofPod] = [field.replace(CONTAINER, ""), unknown.replace(CONTAINER, "")];
  if (ofPod !== unknown && ofContainer !== field) return false;
  return isWithin(ofContainer, ofPod);
}

/** Whether one of two fields holds the other; a field without a name holds all of them. */
export function isWithin(one: string, other: string): boolean {
  return holds(one, other) || holds(other, one);
}

function holds(outer: string, inner: string): boolean {
  return outer === "" || inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

/** `containers[web]`, and what is said of it; the container is empty for what a pod says for all of them. */
export function splitField(field: string): readonly [container: string, rest: string] {
  const container = CONTAINER.exec(field)?.[0] ?? "";
  return [container, field.slice(container.length)];
}
