import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Folders whose files are not for judging: of tools, of packages, and those that hold secrets. */
const PASSED_OVER = new Set(["node_modules", "secrets", "pki"]);

/** Every file below a folder, relative to it and sorted. Hidden files and folders are passed over; links are not followed. */
export function filesBelow(folder: string): readonly string[] {
  const found: string[] = [];
  const walk = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      if (entry.name.startsWith(".") || PASSED_OVER.has(entry.name)) continue;
      if (entry.isDirectory()) walk(join(at, entry.name));
      else if (entry.isFile()) found.push(relative(folder, join(at, entry.name)).split(sep).join("/"));
    }
  };
  walk(folder);
  return found.sort();
}
