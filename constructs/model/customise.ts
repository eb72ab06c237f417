import type { Target } from "./target";

/** One operation of RFC 6902. */
export type JsonPatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string }
  | { readonly op: "move" | "copy"; readonly from: string; readonly path: string };

/**
 * A way out, last and on purpose: change an object of a target that a component was rendered to. Each target's room
 * offers a typed maker (`editKubernetes`, `editCompose`).
 */
export interface Customisation {
  readonly target: Target;
  /** Which objects: a kind on Kubernetes (`Deployment`), a service name on Compose; absent: all of the component. */
  readonly select?: string;
  readonly change:
    | { readonly kind: "edit"; readonly edit: (object: never) => void }
    | { readonly kind: "patch"; readonly operations: readonly JsonPatchOperation[] };
}
