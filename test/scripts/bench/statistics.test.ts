import { slope, summary } from "../../../scripts/bench/statistics.cjs";

describe("the numbers of a benchmark", () => {
  it("tell the shortest, the middle and the longest time, in whatever order they came", () => {
    expect(summary([30, 10, 20])).toEqual({ min: 10, median: 20, max: 30, count: 3 });
    expect(summary([4, 1, 2, 3])).toEqual({ min: 1, median: 2.5, max: 4, count: 4 });
    expect(() => summary([])).toThrow("a summary of nothing");
  });

  it.each([
    [0, () => 7],
    [1, (x: number) => 3 * x],
    [2, (x: number) => x * x],
    [0.5, (x: number) => Math.sqrt(x)],
  ])("see growth with the exponent %p", (exponent, grow) => {
    expect(slope([1_000, 2_000, 20_000].map((x) => [x, grow(x)]))).toBeCloseTo(exponent);
  });

  it("see no growth in a single size", () => {
    expect(() => slope([[10, 1]])).toThrow("different sizes");
  });
});
