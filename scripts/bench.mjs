// `npm run bench`: how fast the library is, as ratios to others on the same machine in the same minutes.
// Usage: node scripts/bench.mjs [--only objects,process,growth,rules,diff,start,baas,packs] [--rounds N] [--json] [--no-gate]
// Exit code 1 when a target is missed, unless --no-gate. See docs/guides/speed.md.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { baasCase } from "./bench/baas.mjs";
import { diffCase } from "./bench/diff.mjs";
import { growthCase } from "./bench/growth.mjs";
import { measure } from "./bench/measurements.mjs";
import { objectsCase } from "./bench/objects.mjs";
import { packsCase } from "./bench/packs.mjs";
import { processCase } from "./bench/process.mjs";
import { inProcess } from "./bench/processes.mjs";
import { isMet, reportText } from "./bench/report.mjs";
import { rulesCase } from "./bench/rules.mjs";
import { startCase } from "./bench/start.mjs";
import { summary } from "./bench/statistics.cjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cases = {
  objects: objectsCase,
  process: processCase,
  growth: growthCase,
  rules: rulesCase,
  diff: diffCase,
  start: startCase,
  baas: baasCase,
  packs: packsCase,
};

/** How many servers of the measured platform give at least so many objects. */
function serverCounter() {
  const require = createRequire(import.meta.url);
  const { smallPlatform } = require("./bench/platform.cjs");
  const { renderKubernetes } = require("../dist/constructs/render/kubernetes/kubernetes.js");
  const [one, two] = [1, 2].map((servers) => renderKubernetes(smallPlatform(servers)).objects.length);
  return (objects) => Math.ceil((objects - (2 * one - two)) / (two - one));
}

async function main() {
  const { values } = parseArgs({
    options: {
      only: { type: "string", default: Object.keys(cases).join(",") },
      rounds: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
      "no-gate": { type: "boolean", default: false },
    },
  });
  const names = values.only.split(",");
  const rounds = Number(values.rounds);
  const unknown = names.filter((name) => !Object.hasOwn(cases, name));
  if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
    console.error(`bench: --only takes ${Object.keys(cases).join(", ")}; --rounds a number of 1 or more`);
    process.exit(2);
  }
  const build = spawnSync(process.execPath, [join(root, "scripts", "build.mjs")], { stdio: ["ignore", 2, 2] });
  if (build.status !== 0) process.exit(1);

  const folder = mkdtempSync(join(tmpdir(), "ashlar-bench-"));
  try {
    const context = { rounds, root, folder, serversFor: serverCounter(), cli: join(root, "dist", "cli", "main.js") };
    const noise = { "before, ms": summary(inProcess("calibration").times) };
    const rows = [];
    for (const name of names) {
      console.error(`bench: ${name}`);
      for (const row of await cases[name](context)) rows.push({ case: name, ...row, met: isMet(row) });
    }
    noise["after, ms"] = summary(inProcess("calibration").times);
    const machine = { node: process.version, processors: cpus().length, model: cpus()[0]?.model.trim() };
    console.log(
      values.json
        ? JSON.stringify({ rows, noise, machine }, undefined, 2)
        : `${reportText({ rows, noise })}\n\nNode ${machine.node}, ${machine.processors} × ${machine.model}`,
    );
    if (!values["no-gate"] && rows.some(({ met }) => met === false)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [flag, name, args] = process.argv.slice(2);
if (flag === "--measure") await measure(name, JSON.parse(args));
else await main();
