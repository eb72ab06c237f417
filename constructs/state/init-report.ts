import type { Diagnostic } from "../model/diagnostics";

/** What an init can make. */
export type InitKind = "namespace" | "secret" | "secret-file" | "authority" | "certificate";

/** What became of it: `renewed` certificates and `rewritten` files follow from what was kept. */
export type InitAction = "created" | "kept" | "renewed" | "rewritten";

/** One thing that an init looked at. It names things and holds no value. */
export interface InitChange {
  readonly kind: InitKind;
  /** Name of the secret or identity, path of the file, or `<namespace>/<name>` in a cluster. */
  readonly name: string;
  readonly action: InitAction;
  /** Why it was renewed or rewritten; absent for what was created or kept. */
  readonly why?: string;
}

/** Everything that an init looked at, and what its user should know. */
export interface InitReport {
  readonly changes: readonly InitChange[];
  readonly warnings: readonly Diagnostic[];
}
