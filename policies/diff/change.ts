/** What became of a field. `moved`: the same members in another order, where order matters. */
export type FieldAction = "added" | "removed" | "changed" | "moved";

/** A field that differs. */
export interface FieldChange {
  /** Inside its object: `spec.template.spec.containers[rest].image`. */
  readonly path: string;
  readonly action: FieldAction;
  /** On one line and never long; a secret's is `(secret)`. Absent where there was nothing, or where lines say it. */
  readonly before?: string;
  readonly after?: string;
  /** Of a text of several lines: what differs with a little around it, marked by `+`, `-` and a space. */
  readonly lines?: readonly string[];
  /** How many marked lines more there are. */
  readonly moreLines?: number;
}

/** What became of an object. `replaced`: it cannot be changed in place, or runs again under a new name. */
export type ObjectAction = "added" | "removed" | "changed" | "replaced";

/** An object, service, volume or file that differs. */
export interface ObjectChange {
  readonly action: ObjectAction;
  readonly kind: string;
  /** As findings name it, without a content hash. */
  readonly path: string;
  /** Empty for what was added or removed as a whole. */
  readonly fields: readonly FieldChange[];
}
