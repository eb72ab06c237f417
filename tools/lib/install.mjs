// Installs what is missing: the heavy Go builds in a lane of two (one compiles while the other downloads), Debian
// packages one after another, everything else beside them. An engine waits for those it needs, and is built in a
// temporary folder that is renamed when it is complete, so that an interrupted build never counts.
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { aptUnavailable, installApt } from "./install-apt.mjs";
import { buildGo, copyGoFiles, goUnavailable } from "./install-go.mjs";
import { installMaven } from "./install-maven.mjs";
import { installNpm, npmUnavailable } from "./install-npm.mjs";
import { debootstrap, imageUnavailable, makeImage } from "./make-image.mjs";
import { cacheFolder, engineFolder, isReady } from "./pins.mjs";

/** How each kind is had: why it cannot be (asked before), how, and how many at a time. */
const kinds = {
  go: { unavailable: goUnavailable, atOnce: 2, build: (pin, folder, log) => buildGo(pin, folder, log) },
  "go-files": { unavailable: goUnavailable, atOnce: 1, build: (pin, folder, log) => copyGoFiles(pin, folder, log) },
  npm: { unavailable: npmUnavailable, atOnce: 1, build: (pin, folder, log) => installNpm(pin, folder, log) },
  // Maven, Java and unzip are engines that such a pin needs: when they cannot be had, that is the reason.
  maven: { unavailable: () => undefined, atOnce: 1, build: (pin, folder, log) => installMaven(pin, folder, log) },
  apt: { unavailable: aptUnavailable, atOnce: 1, build: (pin, _folder, log) => installApt(pin, log) },
  debootstrap: { unavailable: imageUnavailable, atOnce: 1, build: (pin, folder, log) => debootstrap(pin, folder, log) },
  image: {
    unavailable: imageUnavailable,
    atOnce: 1,
    build: (pin, folder, log, pins) => makeImage(pin, folder, log, pins),
  },
};

/**
 * Installs engines and those they need.
 * @param {string[]} names
 * @param {Record<string, any>} pins
 * @param {(line: string) => void} say
 * @returns {Promise<{ name: string, version: string, status: "ready" | "built" | "failed", seconds: number, path: string, reason?: string }[]>}
 */
export async function install(names, pins, say) {
  const cache = cacheFolder();
  const gates = Object.fromEntries(Object.entries(kinds).map(([kind, { atOnce }]) => [kind, gate(atOnce)]));
  const started = new Map();
  const busy = new Map();
  const heartbeat = setInterval(() => {
    const now = Date.now();
    const list = [...busy].map(([name, since]) => `${name} ${Math.round((now - since) / 1000)} s`);
    if (list.length > 0) say(`still at work: ${list.join(", ")}`);
  }, 30_000);

  const one = (name) => {
    if (!started.has(name)) started.set(name, attempt(name));
    return started.get(name);
  };
  const attempt = async (name) => {
    const pin = pins[name];
    const kind = kinds[pin.kind];
    const result = { name, version: pin.version, path: engineFolder(name, pins, cache) };
    if (isReady(name, pins, cache)) return { ...result, status: "ready", seconds: 0 };
    const needed = await Promise.all((pin.needs ?? []).map(one));
    const broken = needed.filter(({ status }) => status === "failed").map((other) => other.name);
    const why = broken.length > 0 ? `it needs ${broken.join(", ")}` : kind.unavailable(pin);
    if (why) return { ...result, status: "failed", seconds: 0, reason: why };
    return gates[pin.kind](async () => {
      const since = Date.now();
      const seconds = () => Math.round((Date.now() - since) / 100) / 10;
      busy.set(name, since);
      say(`${name} ${pin.version}: ${pin.kind === "go" ? "building" : "getting"} …`);
      try {
        await build(name, pin, kind, result.path);
        say(`${name} ${pin.version}: done in ${seconds()} s`);
        return { ...result, status: "built", seconds: seconds() };
      } catch (error) {
        say(`${name} ${pin.version}: FAILED after ${seconds()} s`);
        return { ...result, status: "failed", seconds: seconds(), reason: error.message };
      } finally {
        busy.delete(name);
      }
    });
  };
  const build = async (name, pin, kind, target) => {
    const log = join(cache, "logs", `${name}.log`);
    rmSync(log, { force: true });
    if (pin.kind === "apt") return kind.build(pin, target, log);
    mkdirSync(dirname(target), { recursive: true });
    const temporary = mkdtempSync(join(dirname(target), ".building-"));
    chmodSync(temporary, 0o755); // servers that refuse root read it as somebody else
    try {
      await kind.build(pin, temporary, log, pins);
      try {
        renameSync(temporary, target);
      } catch (error) {
        if (!isReady(name, pins, cache)) throw error; // another run was first: its folder is as good as ours
      }
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  };

  try {
    return await Promise.all(names.map(one)).then(() => Promise.all(started.values()));
  } finally {
    clearInterval(heartbeat);
  }
}

/** Lets so many tasks run at once, the others in the order in which they came. */
function gate(atOnce) {
  const waiting = [];
  let running = 0;
  return async (task) => {
    if (running >= atOnce) await new Promise((turn) => waiting.push(turn));
    else running += 1;
    try {
      return await task();
    } finally {
      if (waiting.length > 0) waiting.shift()();
      else running -= 1;
    }
  };
}
