import fc from "fast-check";
import { isInside, overlaps } from "../../../../constructs/state/preflight/cidr";

const range = fc
  .tuple(fc.nat({ max: 255 }), fc.nat({ max: 255 }), fc.integer({ min: 8, max: 32 }))
  .map(([second, third, prefix]) => `10.${second}.${third}.0/${prefix}`);

describe("ranges of addresses", () => {
  it.each([
    ["10.0.0.5", "10.0.0.0/24", true],
    ["10.0.1.5", "10.0.0.0/24", false],
    ["10.0.0.5", "10.0.0.5/32", true],
    ["2001:db8::5", "2001:db8::/64", true],
    ["2001:db8:1::5", "2001:db8::/64", false],
    ["10.0.0.5", "2001:db8::/64", false],
    ["kubernetes", "10.0.0.0/8", false],
  ])("%s is in %s: %s", (address, cidr, expected) => {
    expect(isInside(address, cidr)).toBe(expected);
  });

  it.each([
    ["10.201.0.0/16", "10.201.4.16/28", true],
    ["10.201.4.0/28", "10.201.4.16/28", false],
    ["192.168.1.7/24", "192.168.1.200/32", true],
    ["fd00::/64", "10.0.0.0/8", false],
  ])("%s and %s overlap: %s", (a, b, expected) => {
    expect(overlaps(a, b)).toBe(expected);
  });

  it("overlap each other or not, in either order, and each of them itself", () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        expect(overlaps(a, b)).toBe(overlaps(b, a));
        expect(overlaps(a, a)).toBe(true);
        const [first = ""] = a.split("/");
        expect(!isInside(first, b) || overlaps(a, b)).toBe(true);
      }),
    );
  });
});
