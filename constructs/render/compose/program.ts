import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hashedName, type PlainConfig } from "./config-files";

const texts = new Map<string, string>();

/** A shell program that stands beside this source and is published with it, at `/ashlar/<name>` of a service. */
export function programConfig(name: "cron.sh" | "material.sh"): PlainConfig {
  const text = texts.get(name) ?? readFileSync(join(__dirname, name), "utf8");
  texts.set(name, text);
  return tableConfig(name, text);
}

/** A text of ours at `/ashlar/<name>` of a service. */
export function tableConfig(name: string, text: string): PlainConfig {
  return { file: hashedName("ashlar", name, text), text, target: `/ashlar/${name}`, executable: false };
}
