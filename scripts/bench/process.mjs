// A whole `ashlar synth` against a whole `helm template` of a chart with the same objects.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { loadAll } from "js-yaml";
import { engineFolder, readPins } from "../../tools/lib/pins.mjs";
import { writeCharts } from "./chart.mjs";
import { inTurns, peakMemoryOf, timeOf } from "./processes.mjs";
import { summary } from "./statistics.cjs";

const require = createRequire(import.meta.url);
const SIZES = [
  { objects: 2_000, target: { atMost: 1.5 } },
  { objects: 20_000, target: { atMost: 1 } },
];

/** The pinned helm; undefined when it was never built. */
function helm() {
  const program = join(engineFolder("helm", readPins()), "bin", "helm");
  return existsSync(program) ? program : undefined;
}

export async function processCase({ rounds, serversFor, cli, folder }) {
  const program = helm();
  if (program === undefined) {
    return [{ what: "synth against helm template", skipped: "helm is missing: npm run engines -- helm" }];
  }
  const rows = [];
  for (const { objects, target } of SIZES) {
    rows.push(
      await compare({ program, cli, objects, target, rounds, serversFor, folder: join(folder, String(objects)) }),
    );
  }
  return rows;
}

async function compare({ program, cli, objects, target, rounds, serversFor, folder }) {
  const { SETTINGS, smallPlatform } = require("./platform.cjs");
  const { renderKubernetes } = require("../../dist/constructs/render/kubernetes/kubernetes.js");
  const servers = serversFor(objects);
  const artifact = renderKubernetes(smallPlatform(servers));
  mkdirSync(folder, { recursive: true });
  const charts = writeCharts(folder, artifact, SETTINGS);
  const module = join(folder, "platform.cjs");
  const maker = JSON.stringify(require.resolve("./platform.cjs"));
  writeFileSync(module, `module.exports = () => require(${maker}).smallPlatform(${servers});\n`);
  const out = join(folder, "out");
  const synth = [process.execPath, cli, "synth", module, "--target", "kubernetes", "--out", join(out, "kubernetes")];
  const template = (form) => [program, "template", "acme", charts[form]];
  if (objects === SIZES[0].objects) for (const form of Object.keys(charts)) requireSame(template(form), artifact);

  const fresh = () => rmSync(out, { recursive: true, force: true });
  const ratioOf = (times) =>
    summary(times.ours).min / Math.min(...Object.keys(charts).map((form) => summary(times[form]).min));
  const times = inTurns(
    {
      ours: () => (fresh(), timeOf(synth)),
      ...Object.fromEntries(Object.keys(charts).map((form) => [form, () => timeOf(template(form))])),
    },
    objects > 10_000 ? Math.ceil(rounds / 2) : rounds,
    (sofar) => ratioOf(sofar) <= target.atMost,
  );
  fresh();
  const faster = summary(times.range).min <= summary(times.files).min ? "range" : "files";
  return {
    what: `whole process, ${artifact.objects.length} objects: ashlar synth / helm template`,
    value: ratioOf(times),
    target,
    times: {
      "ashlar synth, ms": summary(times.ours),
      "helm template, one template that loops, ms": summary(times.range),
      "helm template, a template a server, ms": summary(times.files),
    },
    peakMemory: { ashlar: await peakMemoryOf(synth), helm: await peakMemoryOf(template(faster)) },
  };
}

/** A comparison of different work would say nothing. */
function requireSame([command, ...args], artifact) {
  const child = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (child.status !== 0) throw new Error(`helm failed: ${child.stderr}`);
  const keyOf = ({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""} ${metadata.name}`;
  const sorted = (objects) => new Map(objects.map((object) => [keyOf(object), object]));
  const theirs = sorted(loadAll(child.stdout).filter(Boolean));
  const own = sorted(JSON.parse(JSON.stringify(artifact.objects)));
  if (theirs.size !== own.size) throw new Error(`helm gives ${theirs.size} objects, ashlar ${own.size}`);
  for (const [key, object] of own) {
    if (!isDeepStrictEqual(theirs.get(key), object)) throw new Error(`helm and ashlar differ at ${key}`);
  }
}
