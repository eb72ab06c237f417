import type { EnvFacts } from "../container";
import { isObject, listOf, objectOf, scalarText, textOf } from "../json";
import { interpolate } from "./interpolate";
import type { Project } from "./project";

/** The variables of a service: those of its files first, its own after them. */
export function readEnvironment(service: string, project: Project): readonly EnvFacts[] {
  const written = objectOf(project.written[service]);
  const variables = new Map<string, EnvFacts>();
  for (const path of fileNames(written["env_file"])) {
    for (const line of (project.fileText(interpolate(path, project.variables).text) ?? "").split("\n")) {
      const match = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*?)\s*$/.exec(line);
      if (match === null) continue;
      const [, name = "", value = ""] = match;
      variables.set(name, { name, source: "file", value: value.replace(/^(["'])(.*)\1$/, "$2") });
    }
  }
  for (const [name, value] of pairs(written["environment"])) variables.set(name, readVariable(name, value, project));
  return [...variables.values()];
}

function fileNames(value: unknown): readonly string[] {
  const items = typeof value === "string" ? [value] : listOf(value);
  return items.flatMap((item) => textOf(item) ?? textOf(objectOf(item)["path"]) ?? []);
}

/** A map, or a list of `NAME=value`. Undefined: passed on from whoever starts it. */
function pairs(value: unknown): readonly (readonly [string, string | undefined])[] {
  if (isObject(value)) return Object.entries(value).map(([name, item]) => [name, scalarText(item)]);
  return listOf(value).flatMap((item) => {
    const text = textOf(item);
    if (text === undefined) return [];
    const equals = text.indexOf("=");
    return [equals < 0 ? ([text, undefined] as const) : ([text.slice(0, equals), text.slice(equals + 1)] as const)];
  });
}

function readVariable(name: string, written: string | undefined, project: Project): EnvFacts {
  if (written === undefined) return { name, source: "variable", value: project.variables.get(name) };
  const { text, isFilledIn } = interpolate(written, project.variables);
  return { name, source: isFilledIn ? "variable" : "literal", value: text };
}
