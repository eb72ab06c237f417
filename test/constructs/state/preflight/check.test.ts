import { isAtLeast, versionNumbers } from "../../../../constructs/state/preflight/check";

describe("versions", () => {
  it.each([
    ["v1.34.2-gke.1", [1, 34, 2]],
    ["1.33", [1, 33, 0]],
    ["cert-manager-v1.16.2", [1, 16, 2]],
    ["20.10.24+dfsg1", [20, 10, 24]],
    ["latest", undefined],
  ])("%s is %j", (text, numbers) => {
    expect(versionNumbers(text)).toEqual(numbers);
  });

  it.each([
    ["1.16.0", "1.16.0", true],
    ["1.16.10", "1.16.9", true],
    ["2.0.0", "1.99.99", true],
    ["1.9.0", "1.10.0", false],
    ["?", "1.0", undefined],
  ])("%s is at least %s: %s", (version, least, expected) => {
    expect(isAtLeast(version, least)).toBe(expected);
  });
});
