import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { succeed } from "./process";

const ROOT = resolve(__dirname, "../../..");

/** What npm reads of a package. */
interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** The manifest of a package. */
export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/**
 * Installs this clone's package into a folder as a user gets it: built, packed, with what it declares and nothing else.
 *
 * @param more packages that the user's own program declares
 * @returns where the package is
 */
export async function installPackage(folder: string, more: readonly string[] = []): Promise<string> {
  await succeed(process.execPath, [join(ROOT, "scripts", "build.mjs")], { cwd: ROOT });
  const packing = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const packed = (await succeed("npm", packing, { cwd: ROOT })).trim().split("\n").at(-1) ?? "";
  await succeed("tar", ["-xzf", packed], { cwd: folder });
  const installed = join(folder, "node_modules", "ashlar");
  mkdirSync(dirname(installed), { recursive: true });
  await succeed("mv", [join(folder, "package"), installed]);
  await succeed("rm", [join(folder, packed)]);
  const { dependencies, peerDependencies } = manifestOf(ROOT);
  for (const name of new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies), ...more])) {
    mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  }
  return installed;
}
