// `npm test`: the build, the checks and every lane, one after another, with one sum at the end.
// Usage: node scripts/test.mjs [checks | unit | conformance | golden | live …] [pattern or other arguments for jest]
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const { chooseLanes, laneResult, lastLine } = createRequire(import.meta.url)("./lane-report.cjs");

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const minute = 60_000;
const inCi = !["", "0", "false", undefined].includes(process.env.CI);

const rooms = ["constructs", "stacks", "policies", "cli", "services", "examples", "test", "tools", "scripts"].filter(
  (room) => existsSync(join(root, room)),
);
const bin = (path) => [process.execPath, join(root, "node_modules", path)];
const checks = [
  { title: "lock file", command: [process.execPath, join(root, "scripts", "complete-lock.mjs"), "--check"] },
  { title: "types", command: [...bin("typescript/bin/tsc"), "-p", "tsconfig.json"] },
  {
    title: "eslint",
    command: [
      ...bin("eslint/bin/eslint.js"),
      "--max-warnings=0",
      "--cache",
      "--cache-strategy=content",
      "--cache-location=.cache/eslint.json",
      ".",
    ],
  },
  {
    title: "prettier",
    command: [
      ...bin("prettier/bin/prettier.cjs"),
      "--check",
      "--log-level=warn",
      "--cache",
      "--cache-strategy=content",
      "--cache-location=.cache/prettier.json",
      ".",
    ],
  },
  {
    title: "import boundaries",
    command: [...bin("dependency-cruiser/bin/dependency-cruise.mjs"), "--config", ".dependency-cruiser.cjs", ...rooms],
  },
  {
    title: "unused code",
    command: [...bin("knip/bin/knip.js"), "--cache", "--cache-location=.cache/knip", "--no-progress"],
  },
  { title: "generated documents", command: [process.execPath, join(root, "scripts", "docs.mjs"), "--check"] },
].filter(({ command }) => existsSync(command[1]));

const lanes = {
  unit: { limit: 20 * minute, workers: 2 },
  conformance: { limit: 10 * minute, workers: 2 },
  golden: { limit: 10 * minute, workers: 2 },
  // Engines are large: two suites at a time would fight for the machine that they both measure.
  live: { limit: 90 * minute, workers: 1 },
};

let running;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    if (running) stop(running, signal);
    process.exit(130);
  });
}

/** A child leads its own process group, so that what it started ends with it. */
function stop(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself in the meantime.
  }
}

/** Runs a command to its end. `watch` may name a trouble at any time, which ends the command. */
function run([command, ...args], { env = {}, limit = 15 * minute, watch = () => undefined } = {}) {
  return new Promise((resolve) => {
    const started = Date.now();
    let trouble;
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      detached: true,
      env: { ...process.env, ...env },
    });
    running = child;
    const timer = setInterval(() => {
      trouble ??= Date.now() - started > limit ? `stopped after its limit of ${limit / minute} minutes` : watch();
      if (trouble !== undefined) stop(child, "SIGKILL");
    }, 1_000);
    const done = (exitCode) => {
      clearInterval(timer);
      running = undefined;
      resolve({ exitCode, trouble, seconds: (Date.now() - started) / 1_000 });
    };
    child.on("error", () => done(1));
    child.on("close", done);
  });
}

const heading = (text) => console.log(`\n== ${text}`);
const ended = (title, ok, seconds) => console.log(`-- ${title}: ${ok ? "ok" : "FAILED"} in ${seconds.toFixed(1)} s`);

async function check(title, command) {
  heading(title);
  const { exitCode, trouble, seconds } = await run(command);
  const ok = exitCode === 0 && trouble === undefined;
  ended(title, ok, seconds);
  const failures = ok ? [] : [trouble ?? `failed with exit code ${exitCode}`];
  return { lane: title, passed: 0, failed: failures.length, skipped: 0, failures, skips: [] };
}

async function lane(name, rest) {
  heading(`${name} lane`);
  const folder = mkdtempSync(join(tmpdir(), "ashlar-test-"));
  const output = join(folder, `${name}.json`);
  let reported;
  // A jest that has reported and does not end has left something open: a server, a timer, a child process.
  const watch = () => {
    if (!existsSync(output)) return undefined;
    reported ??= Date.now();
    return Date.now() - reported > 30_000
      ? "the run did not end after its report: a test leaves a handle open"
      : undefined;
  };
  const { limit, workers } = lanes[name];
  const jest = [
    ...bin("jest/bin/jest.js"),
    "--selectProjects",
    name,
    "--ci",
    `--maxWorkers=${workers}`,
    "--json",
    `--outputFile=${output}`,
  ];
  const verbose = name === "live" ? ["--verbose"] : [];
  try {
    const { exitCode, trouble, seconds } = await run([...jest, ...verbose, ...rest], { limit, watch });
    const report = existsSync(output) ? JSON.parse(readFileSync(output, "utf8")) : undefined;
    const result = laneResult(name, report, { exitCode, trouble, root, skipsFail: inCi && name === "live" });
    ended(`${name} lane, ${lastLine([result])}`, result.failed === 0, seconds);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const wanted = chooseLanes(process.argv.slice(2), ["checks", ...Object.keys(lanes)]);
const results = [await check("build", [process.execPath, join(root, "scripts", "build.mjs")])];
for (const name of wanted.lanes) {
  if (name === "checks") for (const { title, command } of checks) results.push(await check(title, command));
  else results.push(await lane(name, wanted.rest));
}

for (const [title, key] of [
  ["skipped", "skips"],
  ["failed", "failures"],
]) {
  const lines = results.flatMap((result) => result[key].map((line) => `  ${result.lane}: ${line}`));
  if (lines.length > 0) heading(`${title}\n${lines.join("\n")}`);
}
console.log(`\n${lastLine(results)}`);
process.exitCode = results.some((result) => result.failed > 0) ? 1 : 0;
