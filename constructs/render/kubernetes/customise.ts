import type { Component } from "../../model/component";
import type { Customisation } from "../../model/customise";
import { AshlarError, type Diagnostics } from "../../model/diagnostics";
import { customised } from "../customise";
import type { KubernetesObject, KubernetesResource } from "./kubernetes-object";
import { rehashed } from "./rehash";

/** Applies a component's edits and patches to its objects, in order. Objects that nothing selects stay as they are. */
export function customise(
  component: Component,
  resources: readonly KubernetesResource[],
  problems: Diagnostics,
): readonly KubernetesResource[] {
  const changes = component.customisations.filter((item) => item.target === "kubernetes");
  if (changes.length === 0) return resources;
  const changed = changes.reduce(
    (current, change) => applied(component, current, change, problems),
    resources.map((resource) => ({ ...resource, object: unshared(resource.object) })),
  );
  return rehashed(resources, changed);
}

function applied(
  component: Component,
  resources: readonly KubernetesResource[],
  { select, change }: Customisation,
  problems: Diagnostics,
): KubernetesResource[] {
  let found = false;
  const result = resources.map((resource) => {
    const { object } = resource;
    if (select !== undefined && object.kind !== select) return resource;
    found = true;
    const path = `${resource.path}/${object.kind}`;
    try {
      return { ...resource, object: requireName(customised(object, change, path), path) };
    } catch (error) {
      if (!AshlarError.is(error)) throw error;
      problems.addAll(error.diagnostics);
      return resource;
    }
  });
  if (!found) {
    problems.add("ASH-TARGET-004", {
      path: component.node.path,
      message: "an edit or a patch selects no object of the component",
      ...(select === undefined ? {} : { value: select }),
      allowed: [...new Set(resources.map((resource) => resource.object.kind))].sort().join(", "),
      cure: "name a kind that the component has",
    });
  }
  return result;
}

/** Labels and selectors are shared within an object while it is rendered; an edit of one must not change the other. */
function unshared(object: KubernetesObject): KubernetesObject {
  return JSON.parse(JSON.stringify(object)) as KubernetesObject;
}

function requireName(object: KubernetesObject, path: string): KubernetesObject {
  const { apiVersion, kind, metadata } = object as Partial<KubernetesObject>;
  if ([apiVersion, kind, metadata?.name].every((value) => typeof value === "string" && value !== "")) return object;
  return AshlarError.throw("ASH-TARGET-004", {
    path,
    message: "after the change the object lacks its apiVersion, kind or name",
  });
}
