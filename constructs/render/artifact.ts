import type { Diagnostic } from "../model/diagnostics";
import type { Target } from "../model/target";
import type { MaterialList } from "./material";

/** A file of an artifact, with its path relative to the output folder. */
export interface ArtifactFile {
  readonly path: string;
  readonly text: string;
  /** @default false */
  readonly executable?: boolean;
}

/** What a renderer makes, concrete and complete. Each target adds its typed objects. */
export interface Artifact {
  readonly target: Target;
  /** `<id>-<environment>` of the platform. */
  readonly name: string;
  readonly files: readonly ArtifactFile[];
  readonly material: MaterialList;
  /** Emulations and accepted losses. */
  readonly notes: readonly Diagnostic[];
}
