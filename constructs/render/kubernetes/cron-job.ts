import { joinName } from "../../model/names";
import type { Run, Schedule, Workload } from "../../model/workload";
import { jobSpec } from "./job";
import type { ObjectOf } from "./kubernetes-object";
import { NAME_LIMITS } from "./names";
import type { PodTemplate } from "./plain";
import type { RenderContext } from "./render-context";

const SUCCESSES = 1;
const FAILURES = 3;
/** A failed run is not repeated: the next one is its repetition, as on every target. */
const RETRIES = 0;

/** A workload that runs again and again, one run at a time, by universal time wherever the control plane stands. */
export function cronJobOf(
  workload: Workload,
  run: Run & { readonly kind: "cron" },
  template: PodTemplate,
  context: RenderContext,
): ObjectOf<"CronJob"> {
  const place = context.place(workload.peer);
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: {
      name: joinName(place.segments, NAME_LIMITS.cronJob),
      namespace: place.namespace,
      labels: place.labels,
    },
    spec: {
      schedule: scheduleOf(run.schedule, workload, context),
      timeZone: "Etc/UTC",
      concurrencyPolicy: "Forbid",
      successfulJobsHistoryLimit: SUCCESSES,
      failedJobsHistoryLimit: FAILURES,
      jobTemplate: {
        metadata: { labels: place.labels },
        spec: jobSpec(RETRIES, run.timeout.seconds, template),
      },
    },
  };
}

function scheduleOf(schedule: Schedule, workload: Workload, context: RenderContext): string {
  if ("cron" in schedule) return schedule.cron.toString();
  const expression = cronEvery(schedule.every.milliseconds);
  if (expression !== undefined) return expression;
  context.problems.add("ASH-TARGET-002", {
    path: workload.peer.node.path,
    message: "cron has no expression for this interval",
    value: schedule.every,
    allowed: "minutes that divide an hour, hours that divide a day, 1d or 7d",
    cure: "choose such an interval, or say the schedule with `cron`",
  });
  return "* * * * *";
}

const MINUTE = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;

/** The cron expression of an interval that starts at full hours and days; undefined when there is none. */
export function cronEvery(milliseconds: number): string | undefined {
  const minutes = milliseconds / MINUTE;
  if (!Number.isInteger(minutes) || minutes < 1) return undefined;
  if (minutes === 1) return "* * * * *";
  if (minutes < HOUR) return HOUR % minutes === 0 ? `*/${minutes} * * * *` : undefined;
  if (minutes === HOUR) return "0 * * * *";
  if (minutes < DAY) return minutes % HOUR === 0 && DAY % minutes === 0 ? `0 */${minutes / HOUR} * * *` : undefined;
  if (minutes === DAY) return "0 0 * * *";
  return minutes === 7 * DAY ? "0 0 * * 0" : undefined;
}
