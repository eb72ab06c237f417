// The pinned list, and where each engine lies: <cache>/engines/<name>/<version>-<key>. The key is a hash of everything
// that decides the bytes, so a changed pin is another folder and a folder that exists is complete (it is renamed there).
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const toolsFolder = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** The cache of every clone on this machine: $ASHLAR_CACHE, else $XDG_CACHE_HOME/ashlar, else ~/.cache/ashlar. */
export function cacheFolder(environment = process.env) {
  if (environment.ASHLAR_CACHE) return resolve(environment.ASHLAR_CACHE);
  return join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "ashlar");
}

/** @returns {Record<string, any>} the pins by engine name, in the order in which they are worth building */
export function readPins() {
  return JSON.parse(readFileSync(join(toolsFolder, "engines.json"), "utf8"));
}

/** The folder of the small Go module that pins an engine. */
export function moduleFolder(pin) {
  return join(toolsFolder, "go", pin.module);
}

/** The folder of the small programs that a pin puts into an image as they are. */
export function sourcesFolder(pin) {
  return join(toolsFolder, pin.sources);
}

function hashOf(name, pins, seen) {
  const pin = pins[name];
  if (!pin) throw new Error(`engines.json names no engine "${name}"; it has: ${Object.keys(pins).join(", ")}`);
  if (seen.includes(name)) throw new Error(`engines.json: ${[...seen, name].join(" needs ")}`);
  // What an engine is for may be reworded without building it again.
  const decides = Object.entries(pin).filter(([key]) => !["purpose", "lanes", "licence"].includes(key));
  const hash = createHash("sha256").update(JSON.stringify(Object.fromEntries(decides)));
  if (pin.module) {
    for (const file of readdirSync(moduleFolder(pin)).sort()) {
      if (/^go\.(mod|sum)$|\.go$/.test(file)) hash.update(file).update(readFileSync(join(moduleFolder(pin), file)));
    }
  }
  if (pin.sources) {
    for (const file of readdirSync(sourcesFolder(pin)).sort())
      hash.update(file).update(readFileSync(join(sourcesFolder(pin), file)));
  }
  for (const needed of pin.needs ?? []) hash.update(hashOf(needed, pins, [...seen, name]));
  return hash.digest("hex");
}

/** The folder an engine has or will have; an engine of the operating system's packages lies where the package puts it. */
export function engineFolder(name, pins, cache = cacheFolder()) {
  if (pins[name].kind === "apt") return "/";
  return join(cache, "engines", name, `${pins[name].version}-${hashOf(name, pins, []).slice(0, 12)}`);
}

/** Whether an engine can be used now. */
export function isReady(name, pins, cache = cacheFolder()) {
  const pin = pins[name];
  if (pin.kind === "apt") return pin.files.every((file) => existsSync(file));
  return existsSync(engineFolder(name, pins, cache));
}
