import type { CustomResource, CustomResourceOptions } from "@pulumi/pulumi";
import { AshlarError } from "../model/diagnostics";
import type { KubernetesResource } from "../render/kubernetes/kubernetes-object";
import { DEPLOY_CODES } from "./codes";
import { type ObjectArgs, typedClass } from "./typed-class";

/**
 * Registers an object as the typed resource of its kind.
 *
 * @param fields what is added to the object: Outputs that hold secrets
 * @throws AshlarError ASH-DEPLOY-002 when the SDK's class leaves a field of the object out
 */
export function registerObject(
  name: string,
  { path, object }: KubernetesResource,
  fields: ObjectArgs,
  options: CustomResourceOptions,
): CustomResource {
  const Typed = typedClass(object);
  if (Typed === undefined) throw new TypeError(`no class for ${object.apiVersion} ${object.kind}`);
  const resource = new Typed(name, { ...object, ...fields }, options);
  // A typed class takes the fields that it knows and is silent about others; each one it takes is a property of it.
  const lost = Object.keys(object).filter((field) => !(field in resource));
  if (lost.length > 0) {
    AshlarError.throw(DEPLOY_CODES.lostField, {
      path,
      message: `the class of ${object.apiVersion} ${object.kind} has no such field`,
      value: lost.join(", "),
    });
  }
  return resource;
}
