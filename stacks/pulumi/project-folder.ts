import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";

const PROJECT_FILE = "Pulumi.yaml";

/**
 * The folder of the Pulumi project: what the engine says, or the nearest one above the working folder. The engine runs a
 * program in the program's own folder.
 */
export function projectFolder(told: string, working: string): string {
  if (isAbsolute(told) && existsSync(join(told, PROJECT_FILE))) return told;
  for (let folder = working, below = ""; folder !== below; below = folder, folder = dirname(folder)) {
    if (existsSync(join(folder, PROJECT_FILE))) return folder;
  }
  return working;
}
