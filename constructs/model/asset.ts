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

/** Such a program as a file of a container. Shell scripts can be run. */
export function programFile(directory: string, name: string): ConfigFile {
  const content = { format: "program", text: readAsset(directory, name) } as const;
  return configFile(name, content, { executable: name.endsWith(".sh") });
}
