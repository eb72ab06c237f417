import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configFile, type ConfigFile } from "../model/config-file";

/** A program of ours (SQL, shell) that lies beside this file, in the sources and in what the build makes of them. */
export function programFile(name: string): ConfigFile {
  const text = readFileSync(join(__dirname, name), "utf8");
  return configFile(name, { format: "program", text }, { executable: name.endsWith(".sh") });
}
