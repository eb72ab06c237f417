// A whole `ashlar diff` of two rendered folders.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { inTurns, peakMemoryOf, timeOf } from "./processes.mjs";
import { summary } from "./statistics.cjs";

const require = createRequire(import.meta.url);
const OBJECTS = 2_000;
const CHANGED = 200;
const TARGET = 1_000;

export async function diffCase({ rounds, serversFor, cli, folder }) {
  const { before, after, objects } = writeStates(join(folder, "diff"), serversFor(OBJECTS));
  const commandOf = (...options) => [process.execPath, cli, "diff", before, after, ...options];
  const times = inTurns(
    {
      markdown: () => timeOf(commandOf("--format", "markdown")),
      json: () => timeOf(commandOf("--format", "json")),
      same: () => timeOf([process.execPath, cli, "diff", before, before]),
      empty: () => timeOf([process.execPath, "-e", "0"]),
    },
    rounds,
    (sofar) => summary(sofar.json).min <= TARGET && summary(sofar.markdown).min <= TARGET,
  );
  return [
    {
      what: `diff of ${CHANGED} changed objects among ${objects}: ms as a whole process`,
      value: Math.max(summary(times.json).min, summary(times.markdown).min),
      target: { atMost: TARGET },
      times: {
        "--format markdown, ms": summary(times.markdown),
        "--format json, ms": summary(times.json),
        "nothing changed, ms": summary(times.same),
        "node -e 0, ms": summary(times.empty),
      },
      peakMemory: { ashlar: await peakMemoryOf(commandOf("--format", "json")) },
    },
  ];
}

/** A rendered platform, and the same with another image and more memory in every so many Deployments, each in a file of its own. */
function writeStates(folder, servers) {
  const { SETTINGS, smallPlatform } = require("./platform.cjs");
  const { renderKubernetes } = require("../../dist/constructs/render/kubernetes/kubernetes.js");
  const { files, objects } = renderKubernetes(smallPlatform(servers, "chain"));
  const places = { before: join(folder, "before"), after: join(folder, "after") };
  const image = `${SETTINGS.repository}:${SETTINGS.tag}`;
  let changed = 0;
  for (const { path, text } of files) {
    const isChanged = changed < CHANGED && text.includes(image);
    if (isChanged) changed += 1;
    const edited = text.replace(image, `${SETTINGS.repository}:9.9.9`).replace("memory: 128Mi", "memory: 192Mi");
    write(join(places.before, path), text);
    write(join(places.after, path), isChanged ? edited : text);
    if (isChanged && readFileSync(join(places.after, path), "utf8") === text) throw new Error(`${path} did not change`);
  }
  if (changed !== CHANGED) throw new Error(`only ${changed} objects were changed`);
  return { ...places, objects: objects.length };
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
