import fc from "fast-check";
import { cutSubnets, type SubnetWish } from "../../../../constructs/render/compose/subnets";

const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), { minLength: 1, maxLength: 60 });
const wishes = names.chain((list) =>
  fc.tuple(...list.map((name) => fc.record({ name: fc.constant(name), members: fc.integer({ min: 0, max: 60 }) }))),
);

/** First and last address of a subnet, as numbers. */
function span(cidr: string): readonly [number, number] {
  const [address = "", prefix] = cidr.split("/");
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return [first, first + 2 ** (32 - Number(prefix)) - 1];
}

describe("subnets cut out of the platform's range", () => {
  it("lie inside the range, never overlap, and have room for their members", () => {
    fc.assert(
      fc.property(wishes, (list) => {
        const subnets = cutSubnets("10.201.0.0/16", "acme-dev", list);
        const [low, high] = span("10.201.0.0/16");
        const spans = [...subnets.values()].map(span).sort(([a], [b]) => a - b);
        spans.forEach(([first, last], index) => {
          expect(first).toBeGreaterThanOrEqual(low);
          expect(last).toBeLessThanOrEqual(high);
          expect(first % (last - first + 1)).toBe(0);
          const [next] = spans[index + 1] ?? [Infinity];
          expect(last).toBeLessThan(next);
        });
        for (const { name, members } of list) {
          const [first, last] = span(subnets.get(name) ?? "0.0.0.0/32");
          // Network, gateway and broadcast take an address each.
          expect(last - first + 1).toBeGreaterThanOrEqual(members + 3);
        }
      }),
    );
  });

  it("follow from the names alone, in whatever order the networks come", () => {
    fc.assert(
      fc.property(wishes, (list) => {
        const once = cutSubnets("10.201.0.0/16", "acme-dev", list);
        expect(new Map([...cutSubnets("10.201.0.0/16", "acme-dev", [...list].reverse())].sort())).toEqual(
          new Map([...once].sort()),
        );
      }),
    );
  });

  it("stay where they are when another network comes, but for one in a great many", () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ name: `server-${index}`, members: 3 }));
    const before = cutSubnets("10.201.0.0/16", "acme-dev", many);
    const after = cutSubnets("10.201.0.0/16", "acme-dev", [...many, { name: "a-new-one", members: 3 }]);
    const moved = many.filter(({ name }) => before.get(name) !== after.get(name));
    expect(moved.length).toBeLessThanOrEqual(1);
  });

  it("differ between two platforms on one host", () => {
    const wish: SubnetWish[] = [{ name: "database", members: 2 }];
    const [dev, prod] = ["acme-dev", "acme-prod"].map((name) =>
      cutSubnets("10.201.0.0/16", name, wish).get("database"),
    );
    expect(dev).not.toBe(prod);
  });

  it("fill a range to its last place, and leave out what does not fit", () => {
    const wish = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `n${index}`, members: 2 }));
    expect(new Set(cutSubnets("192.168.7.0/26", "acme", wish(4)).values())).toEqual(
      new Set(["192.168.7.0/28", "192.168.7.16/28", "192.168.7.32/28", "192.168.7.48/28"]),
    );
    expect(cutSubnets("192.168.7.0/26", "acme", wish(5)).size).toBe(4);
    expect(cutSubnets("192.168.7.0/30", "acme", wish(1)).size).toBe(0);
  });

  it("begin at the range's own address when it is given by one inside it", () => {
    expect(cutSubnets("10.9.8.77/28", "acme", [{ name: "a", members: 1 }]).get("a")).toBe("10.9.8.64/28");
  });
});
