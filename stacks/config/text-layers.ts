import type { Diagnostics } from "../../constructs/model/diagnostics";
import { treeOf, type Layer } from "./layer";
import { nearest } from "./nearest";
import { settingsOf, variableOf, type Setting } from "./setting";
import { settingName } from "./setting-name";
import type { Stack } from "./stack";
import { readText } from "./text-value";

/**
 * The settings that environment variables make, one layer each. An empty variable sets nothing, as in Compose; one of
 * this stack's prefix that names no setting is a problem (ASH-INPUT-001).
 *
 * @param file the file that the variables stand in; undefined for the process's own environment
 */
export function layersOfVariables(
  stack: Stack,
  variables: Readonly<Record<string, string | undefined>>,
  file: string | undefined,
  problems: Diagnostics,
): readonly Layer[] {
  const prefix = `${variableOf(stack.name, [])}_`;
  const names = Object.keys(variables)
    .filter((name) => name.startsWith(prefix) && (variables[name] ?? "") !== "")
    .sort();
  // Most renders have none, and a walk through the schema takes its time.
  if (names.length === 0) return [];
  const settings = settingsOf(stack.name, stack.schema);
  return names.flatMap((name) => {
    const source = file === undefined ? name : `${name} in ${file}`;
    const setting = settings.find((item) => item.variable === name);
    if (setting !== undefined) return layerOf(stack, setting, variables[name] ?? "", source, problems);
    unknown(
      source,
      name,
      settings.map((item) => item.variable),
      problems,
    );
    return [];
  });
}

/** The settings that arguments of the form `path=value` make. */
export function layersOfArguments(stack: Stack, texts: readonly string[], problems: Diagnostics): readonly Layer[] {
  if (texts.length === 0) return [];
  const settings = settingsOf(stack.name, stack.schema);
  return texts.flatMap((text) => {
    const split = text.indexOf("=");
    if (split < 1) {
      problems.add("ASH-INPUT-002", {
        path: `--set ${settingName(text)}`,
        message: split === 0 ? "an argument without a path" : "an argument without a value",
        allowed: "path=value, for example database.storage=20Gi",
      });
      return [];
    }
    const path = text.slice(0, split);
    const source = `--set ${path}`;
    const setting = settings.find((item) => item.path.join(".") === path);
    if (setting !== undefined) return layerOf(stack, setting, text.slice(split + 1), source, problems);
    unknown(
      source,
      path,
      settings.map((item) => item.path.join(".")),
      problems,
    );
    return [];
  });
}

function layerOf(
  stack: Stack,
  setting: Setting,
  text: string,
  source: string,
  problems: Diagnostics,
): readonly Layer[] {
  const read = readText(setting, text);
  if ("value" in read) return [{ source, values: treeOf(setting.path, read.value) }];
  problems.add("ASH-INPUT-002", {
    path: `${stack.name}:${setting.path.join(".")}`,
    message: `wrong value, set by ${source}`,
    value: text,
    allowed: read.expected,
  });
  return [];
}

function unknown(source: string, name: string, names: readonly string[], problems: Diagnostics): void {
  const meant = nearest(name, names);
  problems.add("ASH-INPUT-001", {
    path: source,
    message: `unknown setting ${JSON.stringify(name)}`,
    ...(meant === undefined ? {} : { cure: `write ${meant}, or remove it` }),
  });
}
