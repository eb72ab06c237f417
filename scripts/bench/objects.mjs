// Time for an object, after load: ours against cdk8s-plus-28.
import { inProcess, inTurns } from "./processes.mjs";
import { summary } from "./statistics.cjs";

const TARGET = 5;
const OBJECTS = 2_000;

/** @param servers how many servers give so many objects of ours */
export function objectsCase({ rounds, serversFor }) {
  const servers = serversFor(OBJECTS);
  const plusServers = OBJECTS / 2;
  const peaks = { ours: 0, plus: 0 };
  const facts = {};
  const run = (name, measurement, args) => () => {
    const result = inProcess(measurement, args);
    facts[name] = result;
    peaks[name] = Math.max(peaks[name] ?? 0, result.peakMemory);
    return result;
  };
  const perObject = (results, key) => results.map((result) => (result[key] * 1_000) / result.objects);
  const ratio = ({ ours, plus }, key) => summary(perObject(plus, key)).min / summary(perObject(ours, key)).min;
  const times = inTurns(
    {
      ours: run("ours", "ours", { servers, again: 8 }),
      plus: run("plus", "cdk8sPlus", { servers: plusServers, again: 4 }),
      // All that we add counted as nothing: as many Deployments and Services as cdk8s-plus-28 makes.
      whole: run("whole", "ours", { servers: plusServers, again: 2 }),
    },
    rounds,
    (sofar) => ratio(sofar, "first") >= TARGET && ratio(sofar, "warm") >= TARGET,
  );
  const detail = (key) => ({
    "ours, µs an object": summary(perObject(times.ours, key)),
    "cdk8s-plus-28, µs an object": summary(perObject(times.plus, key)),
  });
  const pair = (results, key) => summary(results.map((result) => (result[key] * 1_000) / plusServers));
  return [
    {
      what: `first render after load, ${facts.ours.objects} objects: times less than cdk8s-plus-28`,
      value: ratio(times, "first"),
      target: { atLeast: TARGET },
      times: detail("first"),
      peakMemory: { ours: peaks.ours, "cdk8s-plus-28": peaks.plus },
    },
    {
      what: "the same, once the engine is warm",
      value: ratio(times, "warm"),
      target: { atLeast: TARGET },
      times: detail("warm"),
    },
    {
      what: `first render of ${plusServers} Deployments and Services, our ${facts.whole.objects - OBJECTS} further objects for nothing: times less`,
      value: pair(times.plus, "first").min / pair(times.whole, "first").min,
      times: {
        "ours, µs a server": pair(times.whole, "first"),
        "cdk8s-plus-28, µs a server": pair(times.plus, "first"),
      },
    },
  ];
}
