import type { z } from "zod";
import { type Replicas, replicasByTarget, replicasOn } from "../../../constructs/model/replicas";
import { TARGETS } from "../../../constructs/model/target";

type Given = z.input<ReturnType<typeof replicasByTarget>>;

const on = (given: Given) => {
  const replicas: Replicas = replicasByTarget(50).parse(given);
  return Object.fromEntries(TARGETS.map((target) => [target, replicasOn(target, replicas)]));
};

describe("a number of copies", () => {
  it.each<[given: Given, expected: Record<string, number>]>([
    [3, { compose: 3, kubernetes: 3 }],
    [
      { compose: 1, kubernetes: 3 },
      { compose: 1, kubernetes: 3 },
    ],
    [{ kubernetes: 3 }, { compose: 1, kubernetes: 3 }],
    [{ compose: 2 }, { compose: 2, kubernetes: 1 }],
    [{}, { compose: 1, kubernetes: 1 }],
  ])("given as %j is one on each target that is not named", (given, expected) => {
    expect(on(given)).toEqual(expected);
  });

  it.each([0, 51, 1.5, { kubernetes: 51 }, { compose: 0 }, { kubernets: 3 }])("is not %j", (given) => {
    expect(replicasByTarget(50).safeParse(given).success).toBe(false);
  });
});
