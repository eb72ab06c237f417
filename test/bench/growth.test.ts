import { Platform } from "../../constructs/model/platform";
import { renderCompose } from "../../constructs/render/compose/compose";
import { renderKubernetes } from "../../constructs/render/kubernetes/kubernetes";
import { checkFacts } from "../../policies/check";
import { kubernetesFacts } from "../../policies/facts/kubernetes";
import { slope } from "../../scripts/bench/statistics.cjs";
import { MTLS, Sample } from "../support/sample";

// The small brother of `npm run bench`: it cannot tell how fast the library is, but whatever grows with the square of a
// platform's size, or with the length of its paths, is far above its bounds.
const SIZES = [100, 800] as const;
const BOUND = 1.3;

type Edges = (samples: readonly Sample[]) => readonly (readonly [Sample, Sample])[];

const SHAPES: Readonly<Record<string, Edges>> = {
  "no edges": () => [],
  "a chain: each calls the one before": (samples) =>
    samples.slice(1).map((sample, index) => [sample, samples[index] ?? sample]),
  "a hub: all call one": ([hub, ...others]) => others.map((sample) => [sample, hub ?? sample]),
  "a fan: one calls all": ([caller, ...others]) => others.map((sample) => [caller ?? sample, sample]),
};

function platformOf(size: number, edges: Edges): Platform {
  const platform = new Platform("acme", { compose: { networkCidr: "10.0.0.0/8" } });
  const samples = Array.from({ length: size }, (_, index) => new Sample(platform, `app-${index}`, { serve: MTLS }));
  for (const [caller, server] of edges(samples)) caller.peer.connect(server.server);
  return platform;
}

/** Processor time, which other programs of the machine disturb less than they disturb the clock. */
function costOf(work: () => unknown): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return user + system;
}

/** The exponent of growth, of the cheapest run of each size. Noise only adds, so a bound that is missed is tried again. */
function growthOf(work: (size: number) => () => unknown): number {
  const best = new Map<number, number>();
  costOf(work(SIZES[0]));
  let result = Infinity;
  for (let round = 0; round < 6 && result > BOUND; round += 1) {
    for (const size of SIZES) best.set(size, Math.min(costOf(work(size)), best.get(size) ?? Infinity));
    result = slope([...best]);
  }
  return result;
}

const shapes = Object.entries(SHAPES);
const connected = shapes.filter(([shape]) => shape !== "no edges");

it.each(shapes)("a Kubernetes render grows linearly with %s", (_, edges) => {
  expect(growthOf((size) => () => renderKubernetes(platformOf(size, edges)))).toBeLessThanOrEqual(BOUND);
});

it.each(connected)("a Compose render grows linearly with %s", (_, edges) => {
  expect(growthOf((size) => () => renderCompose(platformOf(size, edges)))).toBeLessThanOrEqual(BOUND);
});

it.each(connected)("facts and rules grow linearly with %s", (_, edges) => {
  const growth = growthOf((size) => {
    const { objects } = renderKubernetes(platformOf(size, edges));
    return () => checkFacts(kubernetesFacts(objects));
  });
  expect(growth).toBeLessThanOrEqual(BOUND);
});
