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

  test("schemas name the code of what is wrong", () => {
    const codes = [cpu().safeParse("lots"), size().safeParse("big"), duration().safeParse("soon")].map((result) =>
      result.error?.issues.map((issue) => (issue.code === "custom" ? (issue.params?.["code"] as string) : issue.code)),
    );
    expect(codes).toEqual([["ASH-UNIT-001"], ["ASH-UNIT-002"], ["ASH-UNIT-003"]]);
  });
});
