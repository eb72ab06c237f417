import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configFile, type ConfigFile } from "./config-file";

const texts = new Map<string, string>();

/**
 * The text of a program (SQL, shell) that stands beside its source and is published with it. Read once.
 *
 * @param directory the source's own `__dirname`
 */
export function readAsset(directory: string, name: string): string {
  const path = join(directory, name);
  const text = texts.get(path) ?? readFileSync(path, "utf8");
  texts.set(path, text);
  return text;
}

/**
 * Such a program as a file of a container. Shell scripts can be run.
 *
 * @param parts files below the directory that it is put together from, an empty line between them. By default it is one
 */
export function programFile(directory: string, name: string, parts: readonly string[] = [name]): ConfigFile {
  const text = parts.map((part) => readAsset(directory, part)).join("\n");
  return configFile(name, { format: "program", text }, { executable: name.endsWith(".sh") });
}
