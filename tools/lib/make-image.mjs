// Local container images, because none can be pulled: a root filesystem as one tar, and the settings for `docker import`.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { engineFolder, sourcesFolder } from "./pins.mjs";
import { run } from "./run.mjs";

/** Why no image can be made here, or nothing: files must keep owners that are not ours. */
export function imageUnavailable() {
  return process.getuid?.() === 0 ? undefined : "making a root filesystem with other owners needs root; run it as root";
}

/** A minimal Debian as <folder>/rootfs.tar. */
export async function debootstrap(pin, folder, log) {
  const root = join(folder, "rootfs");
  await run("debootstrap", ["--variant=minbase", `--include=${pin.include.join(",")}`, pin.suite, root], { log });
  for (const waste of [
    "var/cache/apt",
    "var/lib/apt/lists",
    "usr/share/doc",
    "usr/share/man",
    "usr/share/locale",
    "var/log",
  ]) {
    rmSync(join(root, waste), { recursive: true, force: true });
  }
  await pack(root, join(folder, "rootfs.tar"), log);
  rmSync(root, { recursive: true });
}

/** An image's layers, one over the other, as <folder>/rootfs.tar and <folder>/image.json (`{ changes: string[] }`). */
export async function makeImage(pin, folder, log, pins) {
  const root = join(folder, "rootfs");
  mkdirSync(root, { mode: 0o755 });
  for (const layer of pin.layers) {
    if (layer.tar) {
      await run("tar", ["-xpf", source(layer.tar, pins), "-C", root, "--numeric-owner", ...(layer.only ?? [])], {
        log,
      });
    } else if (layer.copy) {
      mkdirSync(dirname(join(root, layer.to)), { recursive: true });
      cpSync(source(layer.copy, pins), join(root, layer.to), { recursive: true, verbatimSymlinks: true });
      if (layer.owner !== undefined) await run("chown", ["-R", owners(layer), join(root, layer.to)], { log });
    } else if (layer.program) {
      mkdirSync(dirname(join(root, layer.to)), { recursive: true });
      cpSync(join(sourcesFolder(pin), layer.program), join(root, layer.to));
      chmodSync(join(root, layer.to), 0o755);
    } else if (layer.folder) {
      const path = join(root, layer.folder);
      mkdirSync(path, { recursive: true });
      chownSync(path, layer.owner, layer.group ?? layer.owner);
      chmodSync(path, Number.parseInt(layer.mode, 8)); // after chown, which clears the set-group bit
    } else if (layer.remove) {
      for (const pattern of layer.remove) removeMatching(root, pattern);
    } else {
      throw new Error(`a layer is a tar, a copy, a program, a folder or a removal, not ${JSON.stringify(layer)}`);
    }
  }
  if (pin.applets) linkApplets(root);
  addUsers(root, pin.users);
  await pack(root, join(folder, "rootfs.tar"), log);
  rmSync(root, { recursive: true });
  writeFileSync(join(folder, "image.json"), `${JSON.stringify({ changes: pin.changes }, null, 2)}\n`);
}

// "engine:path": inside the engine's folder, or absolute for what a Debian package installed.
function source(text, pins) {
  const [name, path] = text.split(/:(.*)/s);
  return join(engineFolder(name, pins), path);
}

const owners = ({ owner, group = owner }) => `${owner}:${group}`;

/** Takes away what the image that is stood for does not have: a file's path, which may end in a star. */
function removeMatching(root, pattern) {
  const folder = join(root, dirname(pattern));
  const [start, ...rest] = basename(pattern).split("*");
  const fits = (name) => (rest.length === 0 ? name === start : name.startsWith(start));
  const found = readdirSync(folder).filter(fits);
  if (found.length === 0) throw new Error(`there is no ${pattern} to remove`);
  for (const name of found) rmSync(join(folder, name), { recursive: true });
}

function linkApplets(root) {
  const listed = spawnSync(join(root, "bin/busybox"), ["--list"], { encoding: "utf8" });
  if (listed.status !== 0) throw new Error("busybox --list failed");
  for (const applet of listed.stdout.trim().split("\n")) {
    const link = join(root, "bin", applet);
    if (!existsSync(link)) symlinkSync("busybox", link);
  }
}

function addUsers(root, users) {
  const files = { "etc/passwd": "root:x:0:0:root:/root:/bin/sh\n", "etc/group": "root:x:0:\n" };
  mkdirSync(join(root, "etc"), { recursive: true });
  for (const [file, start] of Object.entries(files)) {
    const path = join(root, file);
    const names = Object.keys(users);
    const kept = (existsSync(path) ? readFileSync(path, "utf8") : start)
      .split("\n")
      .filter((line) => line !== "" && !names.includes(line.split(":")[0]));
    const added = Object.entries(users).map(([name, { uid, gid = uid, home }]) =>
      file === "etc/passwd" ? `${name}:x:${uid}:${gid}:${name}:${home}:/bin/sh` : `${name}:x:${gid}:`,
    );
    writeFileSync(path, `${[...kept, ...added].join("\n")}\n`);
  }
}

async function pack(root, archive, log) {
  // Device nodes come with the container, not with its image.
  await run(
    "tar",
    [
      "-C",
      root,
      "--numeric-owner",
      "--exclude=./dev/*",
      "--exclude=./proc/*",
      "--exclude=./sys/*",
      "-cf",
      archive,
      ".",
    ],
    { log },
  );
}
