import type { EnvFacts } from "../container";
import { isObject, listOf, objectOf, scalarText, textOf, type Json } from "../json";
import type { ConfigMaps } from "./mounts";

/** The variables of a container, those of whole ConfigMaps included. Names inside a Secret stay its own. */
export function readEnvironment(container: Json, namespace: string, configMaps: ConfigMaps): readonly EnvFacts[] {
  const variables = new Map<string, EnvFacts>();
  for (const item of listOf(container["envFrom"])) {
    const { prefix, configMapRef } = objectOf(item);
    const name = textOf(objectOf(configMapRef)["name"]);
    for (const [key, value] of configMaps.get(`${namespace}/${name ?? ""}`) ?? []) {
      const variable = `${textOf(prefix) ?? ""}${key}`;
      variables.set(variable, { name: variable, source: "config", value });
    }
  }
  for (const item of listOf(container["env"])) {
    const entry = objectOf(item);
    const name = textOf(entry["name"]);
    if (name !== undefined) variables.set(name, readVariable(name, entry, namespace, configMaps));
  }
  return [...variables.values()];
}

function readVariable(name: string, entry: Json, namespace: string, configMaps: ConfigMaps): EnvFacts {
  const from = entry["valueFrom"];
  if (!isObject(from)) return { name, source: "literal", value: scalarText(entry["value"]) ?? "" };
  if (isObject(from["secretKeyRef"])) return { name, source: "secret", value: undefined };
  if (isObject(from["configMapKeyRef"])) {
    const { name: map, key } = from["configMapKeyRef"];
    const value = configMaps.get(`${namespace}/${textOf(map) ?? ""}`)?.get(textOf(key) ?? "");
    return { name, source: "config", value };
  }
  return { name, source: "field", value: undefined };
}

/** Replaces `$(NAME)` by what is known of the variable, as the kubelet does; `$$(` stays a dollar sign. */
export function expand(text: string, variables: readonly EnvFacts[]): string {
  if (!text.includes("$")) return text;
  return text.replace(/\$(\$)?\(([\w.-]+)\)/g, (whole, escaped: string | undefined, name: string) => {
    if (escaped !== undefined) return whole.slice(1);
    return variables.find((variable) => variable.name === name)?.value ?? whole;
  });
}
