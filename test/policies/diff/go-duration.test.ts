import { goDuration } from "../../../policies/diff/go-duration";

describe("a duration as Go writes it", () => {
  it.each([
    ["87600h0m0s", "87600h"],
    ["1.5h", "90m"],
    ["1h1h", "120m"],
    ["1µs", "1000ns"],
    ["-1m", "-60s"],
    ["0", "0s"],
    [".5s", "500ms"],
  ])("%s is as long as %s", (a, b) => {
    expect(goDuration(a)).toBeDefined();
    expect(goDuration(a)).toBe(goDuration(b));
  });

  it("is told apart where one nanosecond differs, however long", () => {
    expect(goDuration("87600h1ns")).not.toBe(goDuration("87600h"));
  });

  it.each(["", "1", "h", ".h", "1d", "1h 1m", "1h30", "--1h"])("%p is none", (text) => {
    expect(goDuration(text)).toBeUndefined();
  });
});
