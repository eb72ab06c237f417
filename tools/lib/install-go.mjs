// Engines from the Go module proxy. Each has a module of its own under tools/go: its go.sum is the lock.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { moduleFolder } from "./pins.mjs";
import { run } from "./run.mjs";

/** Why a Go engine cannot be had here, or nothing. */
export function goUnavailable(pin) {
  const answer = spawnSync("go", ["version"], { encoding: "utf8" });
  if (answer.error || answer.status !== 0) return "Go is not on PATH; install Go 1.25 or newer (https://go.dev/dl)";
  const minor = Number(/go1\.(\d+)/.exec(answer.stdout)?.[1] ?? 0);
  if (minor < 25) return `${answer.stdout.trim()} is too old; install Go 1.25 or newer (https://go.dev/dl)`;
  const needsC = pin.cgo && spawnSync("gcc", ["--version"]).status !== 0;
  return needsC ? "it needs a C compiler and its C library; apt-get install gcc libc6-dev" : undefined;
}

/** Builds the programs of a pin into <folder>/bin. */
export async function buildGo(pin, folder, log) {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const variables = Object.entries(pin.variables ?? {}).map(([name, value]) => ` -X ${name}=${value}`);
  // A program that needs C is linked statically, so that it also runs in an image without a C library.
  const linking = pin.cgo ? " -linkmode external -extldflags -static" : "";
  const flags = ["-trimpath", "-buildvcs=false", "-ldflags", `-s -w${linking}${variables.join("")}`];
  if (pin.tags) flags.push("-tags", pin.tags.join(","));
  const programs = Object.entries(pin.programs);
  // One `go build` for all of a module's programs compiles what they share once and uses every core for the rest.
  if (programs.length > 1) {
    await go(["build", ...flags, "-o", `${bin}/`, ...programs.map(([, source]) => source)], pin, log);
  } else {
    for (const [name, source] of programs) await go(["build", ...flags, "-o", join(bin, name), source], pin, log);
  }
  const missing = programs.map(([name]) => name).filter((name) => !readdirSync(bin).includes(name));
  if (missing.length > 0)
    throw new Error(`the build made no ${missing.join(", ")}; a program of several must be named as its package`);
}

/** Copies a folder of a module's source, for engines that are files and no program. */
export async function copyGoFiles(pin, folder, log) {
  await go(["mod", "download", pin.from], pin, log);
  const listed = spawnSync("go", ["list", "-m", "-f", "{{.Dir}}", pin.from], {
    cwd: moduleFolder(pin),
    encoding: "utf8",
  });
  if (listed.status !== 0) throw new Error(`go list -m ${pin.from}: ${listed.stderr.trim()}`);
  cpSync(join(listed.stdout.trim(), pin.folder), folder, { recursive: true });
}

function go(args, pin, log) {
  return run("go", args, {
    cwd: moduleFolder(pin),
    log,
    env: { CGO_ENABLED: pin.cgo ? "1" : "0", GOWORK: "off", GOFLAGS: "" },
  });
}
