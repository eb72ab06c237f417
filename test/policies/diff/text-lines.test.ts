import { seal } from "../../../policies/diff/sealed";
import { textDifference } from "../../../policies/diff/text-lines";

const lines = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${of(index)}\n`).join("");

describe("the difference of two texts", () => {
  it("is the lines that differ, with two around them", () => {
    const before = lines(9, (index) => `line ${index}`);
    expect(textDifference(before, before.replace("line 4", "line four"))).toEqual({
      lines: [" line 2", " line 3", "-line 4", "+line four", " line 5", " line 6"],
      moreLines: 0,
    });
  });

  it("is counted where it is long", () => {
    const { lines: told, moreLines } = textDifference(
      "",
      lines(100, (index) => `line ${index}`),
    );
    expect(told).toHaveLength(40);
    expect(moreLines).toBe(60);
  });

  it("is told by its size where almost everything differs, and quickly", () => {
    const [before, after] = [lines(20_000, (index) => `a${index}`), lines(20_000, (index) => `b${index}`)];
    expect(textDifference(before, after).lines).toEqual(["-(20001 lines)", "+(20001 lines, of which most differ)"]);
  });

  it("tells nothing of a sealed line but that it is another one", () => {
    const told = textDifference(`a\n${seal("one")}\n`, `a\n${seal("two")}\n`).lines;
    expect(told).toEqual([" a", "-(secret)", "+(secret)"]);
  });

  it("shows what moves a cursor or turns text around as what it is", () => {
    expect(textDifference("", "\u001b[2J\u202e\n").lines).toEqual(["+\\u001b[2J\\u202e"]);
  });
});
