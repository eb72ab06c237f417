// `npm run soak`: random platforms, one after another, rendered and judged until the time is up or one of them fails.
// Usage: node scripts/soak.mjs [--minutes N] [--seed S] [--size N]
// Rounds are numbered by their seeds: `--seed S --minutes 0` repeats the round that failed. See docs/guides/speed.md.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, inspect, parseArgs } from "node:util";
import fc from "fast-check";
import { createJiti } from "jiti";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    size: { type: "string", default: "20" },
  },
});
const [minutes, firstSeed, size] = [values.minutes, values.seed, values.size].map(Number);
if (!(minutes >= 0) || !Number.isInteger(firstSeed) || !(size >= 1)) {
  console.error("soak: --minutes takes a number of 0 or more, --seed a whole number, --size a number of 1 or more");
  process.exit(2);
}

const jiti = createJiti(import.meta.url);
const load = (path) => jiti.import(join(root, "test", path));
const { platformPlan } = await load("support/random-platform.ts");
const { judgeEdges, judgeSecretFiles, renderAlike } = await load("support/random-checks.ts");
const { judgeProject } = await load("support/random-project.ts");
const { missingEngines } = await load("live/support/engines.ts");

const withCompose = missingEngines(["compose"]).length === 0;
/** A folder with keys and a real program cost much more than a render, so they have a part of the platforms only. */
const PROJECT_EVERY = 10;
const PLANS_PER_ROUND = 50;

function hold(what, { found, expected }) {
  if (isDeepStrictEqual(found, expected)) return;
  const show = (value) => inspect(value, { depth: Infinity, compact: false, maxArrayLength: 50 });
  throw new Error(`${what}: found ${show(found)}\nwhere there should be ${show(expected)}`);
}

const done = { platforms: 0, parts: 0, projects: 0 };
/** Once one of them was refused, each is shown to the real program, or nothing smaller could be found. */
let refused = false;

/** Judges the platforms of a seed. A failure is shrunk to the smallest plan that still fails. */
function round(seed) {
  return fc.check(
    fc.asyncProperty(platformPlan(size), async (plan) => {
      const rendered = renderAlike(plan);
      hold("edges", judgeEdges(plan, rendered));
      hold("secret files", judgeSecretFiles(plan, rendered));
      if (withCompose && (refused || done.platforms % PROJECT_EVERY === 0)) {
        const judgement = await judgeProject(plan);
        refused ||= !isDeepStrictEqual(judgement.found, judgement.expected);
        hold("docker compose config", judgement);
        done.projects += 1;
      }
      done.platforms += 1;
      done.parts += plan.parts.length;
    }),
    { seed, numRuns: PLANS_PER_ROUND },
  );
}

console.log(`soak: seed ${firstSeed}, ${minutes} minutes, platforms of at most ${size} parts`);
if (!withCompose) console.log("soak: without `docker compose config`: npm run engines -- compose");
const end = Date.now() + minutes * 60_000;
let told = Date.now();
for (let seed = firstSeed; seed === firstSeed || Date.now() < end; seed += 1) {
  const result = await round(seed);
  if (result.failed) {
    console.error(`soak: seed ${seed} failed after ${result.numRuns} platforms, shrunk ${result.numShrinks} times`);
    console.error(`the plan: ${JSON.stringify(result.counterexample?.[0])}`);
    console.error(result.errorInstance instanceof Error ? result.errorInstance.message : result.errorInstance);
    console.error(`repeat it: npm run soak -- --minutes 0 --seed ${seed} --size ${size}`);
    process.exit(1);
  }
  if (Date.now() - told > 30_000) {
    told = Date.now();
    console.log(`soak: ${summaryText()}, next seed ${seed + 1}, ${memory()}`);
  }
}
console.log(`soak: all held: ${summaryText()}, ${memory()}`);

function summaryText() {
  const { platforms, parts, projects } = done;
  return `${platforms} platforms with ${parts} parts, ${projects} of them read by docker compose`;
}

function memory() {
  return `${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`;
}
