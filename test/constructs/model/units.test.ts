import fc from "fast-check";
import { Cpu, Cron, Duration, Size, cpu, duration, size } from "../../../constructs/model/units";

describe("units", () => {
  test.each([
    ["500m", 500],
    ["2", 2000],
    [0.25, 250],
    ["1.5", 1500],
  ])("cpu %p is %p millicores", (text, millicores) => {
    expect(Cpu.parse(text)?.millicores).toBe(millicores);
  });

  test.each(["", "-1", "1e3", "500 m", "500M", "1.2345", "NaN", "Infinity"])("%p is not a cpu quantity", (text) => {
    expect(Cpu.parse(text)).toBeUndefined();
  });

  test.each([
    ["512Mi", 512 * 2 ** 20],
    ["20Gi", 20 * 2 ** 30],
    ["1G", 1e9],
    ["1024", 1024],
    [7, 7],
  ])("size %p is %p bytes", (text, bytes) => {
    expect(Size.parse(text)?.bytes).toBe(bytes);
  });

  test.each(["", "512MB", "512mb", "-1Gi", "1.5Gi", "Gi", "99999999Pi"])("%p is not a size", (text) => {
    expect(Size.parse(text)).toBeUndefined();
  });

  test.each([
    ["30s", 30_000],
    ["5m", 300_000],
    ["12h", 43_200_000],
    ["7d", 604_800_000],
    ["250ms", 250],
  ])("duration %p is %p milliseconds", (text, milliseconds) => {
    expect(Duration.parse(text)?.milliseconds).toBe(milliseconds);
  });

  test("a duration in seconds is rounded up, so that nothing waits for less than it was told", () => {
    expect(Duration.parse("250ms")?.seconds).toBe(1);
  });

  test("a cron expression has five fields", () => {
    expect(Cron.parse("0 3 * * 1-5")?.expression).toBe("0 3 * * 1-5");
    expect(Cron.parse("0 3 * *")).toBeUndefined();
    expect(Cron.parse("@daily")).toBeUndefined();
    for (const text of ["99 99 99 99 99", "0 0 L * *", "0 0 * * 5#3", "5-1 * * * *", "0 0 * * 7"]) {
      expect(Cron.parse(text)).toBeUndefined();
    }
    expect(Cron.parse("*/15 0-6,12 1 jan-mar mon")?.expression).toBe("*/15 0-6,12 1 jan-mar mon");
  });

  test("the canonical text of every quantity reads back as the same quantity", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), (amount) => {
        expect(Cpu.parse(Cpu.millicores(amount).toString())?.millicores).toBe(amount);
        expect(Size.parse(Size.bytes(amount).toString())?.bytes).toBe(amount);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seconds) => {
        expect(Duration.parse(Duration.seconds(seconds).toString())?.milliseconds).toBe(seconds * 1000);
      }),
    );
  });

  const refusal = (schema: ReturnType<typeof cpu | typeof size>, value: unknown): unknown => {
    const [issue] = schema.safeParse(value).error?.issues ?? [];
    return issue?.code === "custom" ? Object.values(issue.params ?? {}).join(": ") : issue?.code;
  };
  const A_SIZE = "ASH-UNIT-002: a whole number with a unit, for example 512Mi or 20Gi";

  test.each([
    ["5", A_SIZE],
    [5, A_SIZE],
    ["0", A_SIZE],
    [0.5, A_SIZE],
    [-1, A_SIZE],
    ["0Gi", "ASH-UNIT-005: more than 0"],
    [true, "invalid_type"],
  ])("a size that is written down has a unit, and is more than nothing: not %j", (value, told) => {
    expect(refusal(size(), value)).toBe(told);
  });

  test("a size is at least what the thing needs", () => {
    expect(refusal(size(Size.mebibytes(32)), "31Mi")).toBe("ASH-UNIT-005: at least 32Mi");
    expect(size(Size.mebibytes(32)).parse("32Mi").bytes).toBe(32 * 2 ** 20);
    expect(size(Size.mebibytes(32)).parse("34M").bytes).toBe(34e6);
  });

  test("processor time is at least what Docker can count", () => {
    for (const value of ["9m", 0, "0", "0.005"]) expect(refusal(cpu(), value)).toBe("ASH-UNIT-005: at least 10m");
    expect(["10m", 0.01, "2"].map((value) => cpu().parse(value).millicores)).toEqual([10, 10, 2000]);
  });

  test("every size with a unit is taken by the schema, and its canonical text reads back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 20 }), fc.constantFrom("Ki", "Mi", "Gi", "k", "M"), (amount, unit) => {
        const text = `${amount}${unit}`;
        const parsed = size().parse(text);
        expect(Size.parse(text)?.bytes).toBe(parsed.bytes);
        expect(Size.parse(parsed.toString())?.bytes).toBe(parsed.bytes);
      }),
    );
  });

  test("schemas name the code of what is wrong", () => {
    const codes = [cpu().safeParse("lots"), size().safeParse("big"), duration().safeParse("soon")].map((result) =>
      result.error?.issues.map((issue) => (issue.code === "custom" ? (issue.params?.["code"] as string) : issue.code)),
    );
    expect(codes).toEqual([["ASH-UNIT-001"], ["ASH-UNIT-002"], ["ASH-UNIT-003"]]);
  });
});
