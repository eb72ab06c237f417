import { LIFE, renewalPeriod } from "../../../constructs/deploy/renewal";

const DAY = 86_400_000;
const made = Date.parse("2026-03-01T12:00:00Z");
const after = (days: number) => new Date(made + days * DAY);

describe.each([
  ["an identity's certificate", LIFE.leaf, { life: 365, left: 90 }],
  ["the CA's", LIFE.authority, { life: 3650, left: 365 }],
] as const)("renewal of %s", (_, life, { life: whole, left }) => {
  test("has its turn once in a life, and never later than when its last part begins", () => {
    // Made on any day of a period, and looked at each day of its life.
    for (let offset = 0; offset < whole; offset += 13) {
      const first = renewalPeriod(life, after(offset));
      const due = Array.from({ length: whole }, (_day, age) => age).find(
        (age) => renewalPeriod(life, after(offset + age)) !== first,
      );
      expect(due).toBeLessThanOrEqual(whole - left);
    }
  });

  test("is over once a day of a period is over, for all that follow in it", () => {
    const numbers = Array.from({ length: 2 * whole }, (_day, age) => renewalPeriod(life, after(age)));
    const turns = numbers.filter((number, age) => age > 0 && number !== numbers[age - 1]);
    expect(turns.length).toBeLessThanOrEqual(Math.ceil((2 * whole) / (whole - left)));
    expect([...numbers].sort((one, other) => one - other)).toEqual(numbers);
  });
});

test("an identity never outlives the CA that signed it", () => {
  // The CA is renewed with this much left, and whatever it signs lasts no longer.
  expect(LIFE.leaf.validityPeriodHours).toBeLessThanOrEqual(LIFE.authority.earlyRenewalHours);
});
