// Time for a rule and an object.
import { inProcess, inTurns } from "./processes.mjs";
import { summary } from "./statistics.cjs";

const TARGET = 2;
const OBJECTS = 2_000;

export function rulesCase({ rounds, serversFor }) {
  let last;
  const perRule = ({ checking, rules, objects }) => (Math.min(...checking) * 1_000) / (rules * objects);
  const { results } = inTurns(
    {
      results: () => (last = inProcess("rules", { servers: serversFor(OBJECTS), rounds: 5 })),
    },
    Math.ceil(rounds / 2),
    (sofar) => Math.min(...sofar.results.map(perRule)) <= TARGET,
  );
  const each = (key, divisor) =>
    summary(results.flatMap((result) => result[key]).map((time) => (time * 1_000) / divisor));
  const checking = each("checking", last.rules * last.objects);
  return [
    {
      what: `${last.rules} rules over ${last.objects} objects: µs a rule and object`,
      value: checking.min,
      target: { atMost: TARGET },
      times: { "rules, µs a rule and object": checking },
      peakMemory: { ours: Math.max(...results.map((result) => result.peakMemory)) },
    },
    {
      what: "reading the facts before that: µs an object",
      value: each("reading", last.objects).min,
      times: { "facts, µs an object": each("reading", last.objects) },
    },
  ];
}
