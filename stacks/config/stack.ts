import type { z } from "zod";
import type { Platform } from "../../constructs/model/platform";
import type { ConfigTree } from "./layer";

/** The environments whose sizes a stack knows by itself. */
export const PRESETS = ["dev", "staging", "prod"] as const;

/** Name of a preset. */
export type Preset = (typeof PRESETS)[number];

/** A system that can be taken as it is: a config, and the platform that follows from it. */
export interface Stack {
  /** What the command line and the config's key call it. */
  readonly name: string;
  /** One sentence for people. */
  readonly describe: string;
  /** Strict, every field described. Its key `preset` names the sizes to start from. */
  readonly schema: z.ZodType;
  /** What an environment starts from, before anything is set. */
  readonly presets: Readonly<Record<Preset, ConfigTree>>;
  /** Makes the platform of an environment. The config is one that {@link schema} has parsed. */
  build(environment: string, config: unknown): Platform;
}

/** What an author of a stack writes: the same, with the config's type. */
export interface StackDefinition<Schema extends z.ZodType> {
  readonly name: string;
  readonly describe: string;
  readonly schema: Schema;
  readonly presets: Readonly<Record<Preset, ConfigTree>>;
  readonly build: (environment: string, config: z.output<Schema>) => Platform;
}

/** Declares a stack. */
export function defineStack<Schema extends z.ZodType>(definition: StackDefinition<Schema>): Stack {
  const { build } = definition;
  // The loader hands over only what the schema has parsed.
  return { ...definition, build: (environment, config) => build(environment, config as z.output<Schema>) };
}
