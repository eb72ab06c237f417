import { readAsset } from "../../model/asset";
import { hashedName, type PlainConfig } from "./config-files";

/** A shell program that stands beside this source and is published with it, at `/ashlar/<name>` of a service. */
export function programConfig(name: "cron.sh" | "material.sh"): PlainConfig {
  return tableConfig(name, readAsset(__dirname, name));
}

/** A text of ours at `/ashlar/<name>` of a service. */
export function tableConfig(name: string, text: string): PlainConfig {
  return { file: hashedName("ashlar", name, text), text, target: `/ashlar/${name}`, executable: false };
}
