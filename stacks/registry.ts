import type { Stack } from "./config/stack";

/** A stack of the library, loaded when it is asked for. */
export interface StackEntry {
  /** One sentence for people. */
  readonly describe: string;
  readonly load: () => Stack;
}

/** Every stack by its name. */
export const STACKS: Readonly<Record<string, StackEntry>> = {
  baas: {
    describe: "a backend as a service: PostgreSQL, and a REST API made of its schemas",
    // A require, because an import() would start Node's loader of ES modules for nothing.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    load: () => (require("./baas/baas") as typeof import("./baas/baas")).baas,
  },
};

/** The names of all stacks. */
export const STACK_NAMES: readonly string[] = Object.keys(STACKS);
