import { dirname, join, resolve } from "node:path";
import { TARGETS, type Target } from "../constructs/model/target";

/** Where the files of an environment go. */
export interface Layout {
  /** Holds `.env`, `secrets/` and `pki/`. */
  readonly environmentFolder: string;
  readonly targetFolder: (target: Target) => string;
}

/** What a user says about it. */
export interface LayoutOptions {
  /** The working folder. */
  readonly folder: string;
  /** Of `--out`; undefined: `out/<name>/<environment>/<target>`. */
  readonly out: string | undefined;
  /** Of `--target`; none: all of them. */
  readonly targets: readonly Target[];
  readonly name: string;
  readonly environment: string;
}

/** The targets that are meant. */
export function chosenTargets(targets: readonly Target[] = []): readonly Target[] {
  return targets.length === 0 ? TARGETS : TARGETS.filter((target) => targets.includes(target));
}

/**
 * `--out` names the rendered folder when one target is asked for, and the folder of both when there are two. What is
 * private lies beside a rendered folder, so that no render can touch it.
 */
export function layoutOf({ folder, out, targets, name, environment }: LayoutOptions): Layout {
  const [only, ...others] = chosenTargets(targets);
  if (out !== undefined && only !== undefined && others.length === 0) {
    const targetFolder = resolve(folder, out);
    return { environmentFolder: dirname(targetFolder), targetFolder: () => targetFolder };
  }
  const environmentFolder = resolve(folder, out ?? join("out", name, environment));
  return { environmentFolder, targetFolder: (target) => join(environmentFolder, target) };
}
