// Engines from a Maven repository: one archive by its coordinates, checked against the pinned hash. Maven's own settings
// (mirrors, proxies) are used as they are, and so is its local repository.
import { createHash } from "node:crypto";
import { createReadStream, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { run } from "./run.mjs";

// The plugin that copies an artifact; without a version Maven would take the newest of the day.
const plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1";

/** Fetches and unpacks a zip archive into a folder; its one top folder, named as the pin's `root`, falls away. */
export async function installMaven(pin, folder, log) {
  const download = join(folder, "download");
  mkdirSync(download, { recursive: true });
  const coordinates = [pin.group, pin.artifact, pin.version, "zip"].join(":");
  await run(
    "mvn",
    [
      ...["--batch-mode", "--no-transfer-progress", `${plugin}:copy`],
      ...[`-Dartifact=${coordinates}`, `-DoutputDirectory=${download}`],
    ],
    { cwd: folder, log },
  );
  const archive = join(download, `${pin.artifact}-${pin.version}.zip`);
  const sha256 = await sha256Of(archive);
  if (sha256 !== pin.sha256) {
    throw new Error(`${basename(archive)} has the SHA-256 ${sha256}, not the pinned ${pin.sha256}; do not use it`);
  }
  await run("unzip", ["-q", archive, "-d", download], { log });
  const root = join(download, pin.root);
  for (const entry of readdirSync(root)) renameSync(join(root, entry), join(folder, entry));
  rmSync(download, { recursive: true });
}

async function sha256Of(file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
