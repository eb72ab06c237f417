import type { Component } from "../../model/component";
import type { JsonPatchOperation } from "../../model/customise";
import type { Kind, KubernetesObject, ObjectOf } from "./kubernetes-object";
import type { Draft } from "./plain";

/** Which of a component's objects are meant. */
export interface KubernetesSelection {
  /** @default every object of the component */
  readonly kind?: string;
}

/**
 * Changes what a component was rendered to on Kubernetes, after everything else. The edit gets each selected object as
 * plain data and changes it in place.
 *
 * @throws AshlarError (at render) ASH-TARGET-004 when the edit throws, or when the component has no such object
 * @example
 * editKubernetes(db, { kind: "StatefulSet" }, (set) => { set.spec!.template.spec!.priorityClassName = "database"; });
 */
export function editKubernetes<K extends Kind>(
  component: Component,
  select: { readonly kind: K },
  edit: (object: Draft<ObjectOf<K>>) => void,
): void;
export function editKubernetes(
  component: Component,
  select: KubernetesSelection,
  edit: (object: Draft<KubernetesObject>) => void,
): void;
export function editKubernetes(component: Component, select: KubernetesSelection, edit: (object: never) => void): void {
  component.addCustomisation({ target: "kubernetes", ...selected(select), change: { kind: "edit", edit } });
}

/**
 * Applies RFC 6902 operations to what a component was rendered to on Kubernetes, after everything else.
 *
 * @throws AshlarError (at render) ASH-TARGET-004 when an operation fails, or when the component has no such object
 */
export function patchKubernetes(
  component: Component,
  operations: readonly JsonPatchOperation[],
  select: KubernetesSelection = {},
): void {
  component.addCustomisation({ target: "kubernetes", ...selected(select), change: { kind: "patch", operations } });
}

function selected({ kind }: KubernetesSelection): { readonly select?: string } {
  return kind === undefined ? {} : { select: kind };
}
