// Time of all rules over a platform: for a rule and an object, and all together.
import { inProcess, inTurns } from "./processes.mjs";
import { summary } from "./statistics.cjs";

/** µs a rule and object, and ms of all rules over all objects. */
const TARGETS = { each: 2, all: 300 };
const OBJECTS = 2_000;

export function rulesCase({ rounds, serversFor }) {
  let last;
  const perRule = ({ checking, rules, objects }) => (Math.min(...checking) * 1_000) / (rules * objects);
  // A command holds the rules once: what counts is the pass of a process that has never run them.
  const firstPass = ({ checking: [first] }) => first;
  const { results } = inTurns(
    {
      results: () => (last = inProcess("rules", { servers: serversFor(OBJECTS), rounds: 5 })),
    },
    Math.ceil(rounds / 2),
    (sofar) =>
      Math.min(...sofar.results.map(perRule)) <= TARGETS.each &&
      Math.min(...sofar.results.map(firstPass)) <= TARGETS.all,
  );
  const each = (key, divisor) =>
    summary(results.flatMap((result) => result[key]).map((time) => (time * 1_000) / divisor));
  const checking = each("checking", last.rules * last.objects);
  const first = summary(results.map(firstPass));
  return [
    {
      what: `all ${last.rules} rules over ${last.objects} objects, the first pass of a process: ms`,
      value: first.min,
      target: { atMost: TARGETS.all },
      times: {
        "rules, first pass, ms": first,
        "rules, every pass, ms": summary(results.flatMap((result) => result.checking)),
      },
      peakMemory: { ours: Math.max(...results.map((result) => result.peakMemory)) },
    },
    {
      what: "the same: µs a rule and object",
      value: checking.min,
      target: { atMost: TARGETS.each },
      times: { "rules, µs a rule and object": checking },
    },
    {
      what: "reading the facts before that: µs an object",
      value: each("reading", last.objects).min,
      times: { "facts, µs an object": each("reading", last.objects) },
    },
  ];
}
