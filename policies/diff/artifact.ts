import type { Facts } from "../facts/facts";

/** Manifests, whoever made them. */
export interface KubernetesSide {
  readonly target: "kubernetes";
  /** Parsed objects. */
  readonly objects: readonly unknown[];
  readonly facts: Facts;
  /** Of a render of ours, the list of what must be there before it runs. */
  readonly material?: unknown;
}

/** A Compose project, whoever made it. */
export interface ComposeSide {
  readonly target: "compose";
  /** The parsed document, its variables not filled in: what they stand for may be secret. */
  readonly document: unknown;
  /** Texts of files below the document's folder, by their paths relative to it. */
  readonly files: ReadonlyMap<string, string>;
  /** What `.env` beside it says. Only the names are ever told. */
  readonly variables: ReadonlyMap<string, string>;
  readonly facts: Facts;
  /** Of a render of ours, the list of what must be there before it runs. */
  readonly material?: unknown;
}

/** One side of a comparison. */
export type Side = KubernetesSide | ComposeSide;

/** Two states of one thing: the same target, before and after. */
export type SidePair =
  | { readonly target: "kubernetes"; readonly before: KubernetesSide; readonly after: KubernetesSide }
  | { readonly target: "compose"; readonly before: ComposeSide; readonly after: ComposeSide };
