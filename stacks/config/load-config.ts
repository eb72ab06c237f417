import { Diagnostics, type Diagnostic } from "../../constructs/model/diagnostics";
import { issuesToDiagnostics } from "../../constructs/model/spec";
import { readDotenv } from "./dotenv-file";
import { environmentFilePath, readEnvironmentFile } from "./environment-file";
import { findSource, isTree, mergeLayers, type Layer } from "./layer";
import { nearest } from "./nearest";
import { settingsOf } from "./setting";
import { PRESETS, type Preset, type Stack } from "./stack";
import { layersOfArguments, layersOfVariables } from "./text-layers";

/** Where a stack's config is looked for. */
export interface ConfigSources {
  readonly environment: string;
  /** `path=value`, as after `--set`. */
  readonly settings: readonly string[];
  /** The process's environment. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The working folder: `Pulumi.<environment>.yaml`, and a `.env` for every environment. */
  readonly folder: string;
  /** The environment's own folder, whose `.env` comes before the working folder's. */
  readonly environmentFolder: string;
  /** Every stack that may have a key in the environment file. */
  readonly stacks: readonly string[];
}

/** A config, and how it came to be. */
export interface LoadedConfig {
  /** What the schema made of it, defaults included. */
  readonly value: unknown;
  /** Which source set a value: by dotted path. What is not in it is a default of the schema. */
  readonly sourceOf: ReadonlyMap<string, string>;
  /** Secrets that the environment file holds in encrypted form. */
  readonly encryptedSecrets: readonly string[];
}

/**
 * Reads a stack's config: arguments come before the process's environment, that before `.env` (the environment's own
 * before the working folder's), that before the environment file, and that before the preset and the schema's defaults.
 *
 * @throws AshlarError with every problem of every source, and which source it is
 */
export function loadConfig(stack: Stack, sources: ConfigSources): LoadedConfig {
  const problems = new Diagnostics();
  const path = environmentFilePath(sources.folder, sources.environment);
  const file = readEnvironmentFile(path, stack.name, sources.stacks, problems);
  const layers: Layer[] = [];
  if (file?.config !== undefined) layers.push(...fileLayer(file.name, stack.name, file.config, problems));
  for (const folder of new Set([sources.folder, sources.environmentFolder])) {
    const dotenv = readDotenv(folder, problems);
    if (dotenv !== undefined) layers.push(...layersOfVariables(stack, dotenv.variables, dotenv.path, problems));
  }
  layers.push(...layersOfVariables(stack, sources.variables, undefined, problems));
  layers.push(...layersOfArguments(stack, sources.settings, problems));
  const preset = presetOf(stack, sources.environment, layers, problems);
  const merged = mergeLayers([...preset, ...layers]);

  const result = stack.schema.safeParse(merged.values, { reportInput: true });
  if (!result.success) {
    const found = issuesToDiagnostics(stack.name, result.error.issues, merged.values);
    // Nobody set what stands in for the sizes of an environment that has none: it is no mistake of the user's.
    const told = found.filter(
      ({ path }) => findSource(merged.sourceOf, path.slice(stack.name.length + 1)) !== STAND_IN,
    );
    problems.addAll(told.map((item) => explain(item, stack, merged.sourceOf)));
  }
  problems.throwIfErrors();
  return { value: result.data, sourceOf: merged.sourceOf, encryptedSecrets: file?.secrets ?? [] };
}

function fileLayer(name: string, stack: string, config: unknown, problems: Diagnostics): readonly Layer[] {
  if (isTree(config)) return [{ source: name, values: config }];
  problems.add("ASH-INPUT-002", {
    path: `${name}:config.ashlar:${stack}`,
    message: "the stack's config is not a mapping",
    value: config,
    allowed: "keys with values",
  });
  return [];
}

/** Source of the sizes that an environment without any is judged with. Nothing is ever made of them. */
const STAND_IN = "";

/**
 * The lowest layer: the environment's own sizes, or those of the preset that a source names. Where there are none, others
 * stand in, so that the values which a preset gives are not told as missing, one by one.
 */
function presetOf(
  stack: Stack,
  environment: string,
  layers: readonly Layer[],
  problems: Diagnostics,
): readonly Layer[] {
  const named = mergeLayers(layers).values["preset"] ?? environment;
  const preset = PRESETS.find((item) => item === named);
  if (preset !== undefined) return [{ source: `preset ${preset}`, values: presetValues(stack, preset) }];
  // A preset that is set and wrong is told by the schema.
  if (named === environment) {
    const meant = nearest(environment, PRESETS) ?? "dev";
    problems.add("ASH-INPUT-003", {
      path: `${stack.name}:preset`,
      message: `unknown environment ${environment}: it has no sizes of its own`,
      value: environment,
      allowed: PRESETS.join(" | "),
      cure: `use one of them, or say whose sizes it starts from: --set preset=${meant}, or preset: ${meant} in ${environmentFilePath("", environment)}`,
    });
  }
  return [{ source: STAND_IN, values: presetValues(stack, "dev") }];
}

const presetValues = (stack: Stack, preset: Preset) => ({ ...stack.presets[preset], preset });

/** Adds who set the value, and the name that was probably meant. */
function explain(item: Diagnostic, stack: Stack, sourceOf: ReadonlyMap<string, string>): Diagnostic {
  const path = item.path.slice(stack.name.length + 1);
  const source = findSource(sourceOf, path);
  const told = source === undefined ? item : { ...item, message: `${item.message}, set by ${source}` };
  if (item.code !== "ASH-INPUT-001") return told;
  const names = settingsOf(stack.name, stack.schema).flatMap(({ path: keys }) =>
    keys.map((_, depth) => keys.slice(0, depth + 1).join(".")),
  );
  const meant = nearest(path, [...new Set(names)]);
  return meant === undefined ? told : { ...told, cure: `write ${meant}, or remove the key` };
}
