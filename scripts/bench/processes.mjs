// Runs processes and times them as a whole.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { devNull } from "node:os";
import { fileURLToPath } from "node:url";

const bench = fileURLToPath(new URL("../bench.mjs", import.meta.url));

/** A measurement in a process of its own, so that none sees what another left behind. */
export function inProcess(name, args = {}, flags = []) {
  const command = [...flags, bench, "--measure", name, JSON.stringify(args)];
  const child = spawnSync(process.execPath, command, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (child.status !== 0 || child.stdout === "") {
    throw new Error(`the measurement ${name} failed: ${child.stderr || child.error?.message}`);
  }
  return JSON.parse(child.stdout);
}

/** Milliseconds from the start of a process to its end. What it prints is thrown away. */
export function timeOf([command, ...args], options = {}) {
  const sink = openSync(devNull, "w");
  try {
    const begun = performance.now();
    const child = spawnSync(command, args, { ...options, stdio: ["ignore", sink, "pipe"] });
    const milliseconds = performance.now() - begun;
    if (child.status !== 0)
      throw new Error(`${command} ${args.join(" ")} failed: ${child.stderr ?? child.error?.message}`);
    return milliseconds;
  } finally {
    closeSync(sink);
  }
}

/** The most memory that a process had, in bytes, as Linux counts it; undefined elsewhere. It is run once more for it. */
export function peakMemoryOf([command, ...args], options = {}) {
  return new Promise((resolve, reject) => {
    let peak;
    const child = spawn(command, args, { ...options, stdio: "ignore" });
    const look = () => {
      try {
        const line = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
        if (line !== null) peak = Number(line[1]) * 1024;
      } catch {
        // It has ended, or this system has no such file.
      }
    };
    const timer = setInterval(look, 5);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(timer);
      if (code === 0) resolve(peak);
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}`));
    });
  });
}

/**
 * Repeats contenders in turn, so that a busy minute hits all of them alike. While the target is missed it goes on, up to
 * three times as often: a busy machine only ever adds time, so the shortest times of more rounds are nearer the truth.
 *
 * @param contenders functions that run once and return a time, by name
 * @param isMet whether the times so far are good enough
 */
export function inTurns(contenders, rounds, isMet = () => true) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < 3 * rounds && (round < rounds || !isMet(times)); round += 1) {
    for (const [name, run] of Object.entries(contenders)) times[name].push(run(round));
  }
  return times;
}
