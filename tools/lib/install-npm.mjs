// Engines from the npm registry: one package's archive, checked against the pinned hash, its scripts never run.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { run } from "./run.mjs";

/** Why no npm engine can be had here, or nothing: the binaries are for one machine. */
export function npmUnavailable() {
  if (process.platform === "linux" && process.arch === "x64") return undefined;
  return `the pinned package is for linux-x64, and this is ${process.platform}-${process.arch}`;
}

/** Fetches and unpacks a package into a folder. */
export async function installNpm(pin, folder, log) {
  const download = join(folder, "download");
  mkdirSync(download, { recursive: true });
  await run("npm", ["pack", `${pin.package}@${pin.version}`, "--pack-destination", download, "--silent"], {
    cwd: folder,
    log,
  });
  const archive = join(download, readdirSync(download)[0]);
  const integrity = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (integrity !== pin.integrity) {
    throw new Error(`${basename(archive)} has the hash ${integrity}, not the pinned ${pin.integrity}; do not use it`);
  }
  await run("tar", ["-xzf", archive, "-C", folder, "--strip-components=1", "--no-same-owner"], { log });
  rmSync(download, { recursive: true });
  if (pin.symlinks) linkAll(folder, pin.symlinks);
}

// npm archives carry no symbolic links, so the package lists them: `source` is the file, `target` the link to make.
function linkAll(folder, list) {
  for (const { source, target } of JSON.parse(readFileSync(join(folder, list), "utf8"))) {
    const link = join(folder, target);
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), join(folder, source)), link);
  }
}
