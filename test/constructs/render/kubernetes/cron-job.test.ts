import fc from "fast-check";
import { Platform } from "../../../../constructs/model/platform";
import { Cron, Duration } from "../../../../constructs/model/units";
import type { Schedule } from "../../../../constructs/model/workload";
import { cronEvery } from "../../../../constructs/render/kubernetes/cron-job";
import { objectOf, Program } from "./sample";

function backup(schedule: Schedule): Platform {
  const platform = new Platform("acme");
  new Program(platform, "backup", { run: { kind: "cron", schedule, timeout: Duration.minutes(30) } });
  return platform;
}

const MINUTE = 60_000;

describe("a cron workload", () => {
  it("is a CronJob that runs once at a time, by universal time", () => {
    const cron = Cron.parse("15 3 * * *");
    if (cron === undefined) throw new Error("not a schedule");
    const { spec } = objectOf(backup({ cron }), "CronJob");
    expect(spec).toMatchObject({ schedule: "15 3 * * *", timeZone: "Etc/UTC", concurrencyPolicy: "Forbid" });
    expect(spec).toMatchObject({ successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 3 });
    expect(spec?.jobTemplate.spec).toMatchObject({ activeDeadlineSeconds: 1800, backoffLimit: 0 });
    expect(spec?.jobTemplate.spec?.template.spec?.restartPolicy).toBe("Never");
  });

  it.each([
    ["1m", "* * * * *"],
    ["15m", "*/15 * * * *"],
    ["60m", "0 * * * *"],
    ["6h", "0 */6 * * *"],
    ["1d", "0 0 * * *"],
    ["7d", "0 0 * * 0"],
  ])("every %s is %s", (every, expression) => {
    const duration = Duration.parse(every);
    if (duration === undefined) throw new Error("not a duration");
    expect(objectOf(backup({ every: duration }), "CronJob").spec?.schedule).toBe(expression);
  });

  it("refuses an interval that cron cannot keep", () => {
    expect(() => objectOf(backup({ every: Duration.seconds(30) }), "CronJob")).toThrow(
      /\[acme\/backup\/main\] ASH-TARGET-002: .*"30s".*minutes that divide an hour/,
    );
    expect(() => objectOf(backup({ every: Duration.minutes(7) }), "CronJob")).toThrow("ASH-TARGET-002");
  });

  it("has an expression only for intervals that come out even in a week", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), (minutes) => {
        expect(cronEvery(minutes * MINUTE) === undefined || (7 * 24 * 60) % minutes === 0).toBe(true);
      }),
    );
  });

  it("has a name that leaves room for the time that the controller appends", () => {
    const platform = new Platform("acme");
    const scope = new Program(platform, "a-component-with-a-rather-long-name");
    new Program(scope, "and-a-part-of-it-with-another-one", {
      run: { kind: "cron", schedule: { every: Duration.minutes(5) }, timeout: Duration.minutes(1) },
    });
    expect(objectOf(platform, "CronJob").metadata.name.length).toBeLessThanOrEqual(52);
  });
});
