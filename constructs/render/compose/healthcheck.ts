import type { Probe, Probes } from "../../model/probe";
import type { ComposeHealthcheck } from "./file";
import type { Instance, Part } from "./instance";

/** Milliseconds after which failed checks of a tunnel count, because its server may be long in coming. */
const TUNNEL_START = 15 * 60_000;

/** The question that tells when a container can serve; undefined when it cannot be asked from inside. */
export function readinessProbe({ ready, started }: Probes): Probe | undefined {
  return [ready, started].find((probe) => probe?.forms.exec !== undefined);
}

/**
 * The healthcheck of a part. A service that runs to its end gets a disabled one, so that the image's own does not run;
 * a lasting service without a probe gets none at all, because `up --wait` of many releases fails on a disabled one.
 */
export function healthcheckOf(instance: Instance, part: Part): ComposeHealthcheck | undefined {
  const { probes } = part.container;
  const probe = readinessProbe(probes);
  if (probe?.forms.exec === undefined) return runsToItsEnd(instance, part) ? { disable: true } : undefined;
  const start = startOf(instance, part);
  return {
    test: ["CMD", ...probe.forms.exec],
    interval: goDuration(probe.every.milliseconds),
    timeout: goDuration(probe.timeout.milliseconds),
    retries: probe.failures,
    ...(start === 0 ? {} : { start_period: goDuration(start) }),
  };
}

/** Whether a part ends by itself. */
function runsToItsEnd(instance: Instance, part: Part): boolean {
  return part.role === "init" || (part.role === "app" && instance.workload.run.kind === "job");
}

/**
 * Milliseconds in which failures do not count. Compose gives a start up at the first service that it sees unhealthy, so
 * a sidecar must not be called that while what it stands for is still starting. The first success ends the time.
 */
function startOf(instance: Instance, part: Part): number {
  const own = longestStart(part.container.probes);
  if (instance.tunnels.includes(part)) return Math.max(own, TUNNEL_START);
  if (!instance.servers.includes(part)) return own;
  const { probes } = instance.app.container;
  const ready = readinessProbe(probes);
  const patience = ready === undefined ? 0 : ready.every.milliseconds * ready.failures;
  return Math.max(own, longestStart(probes) + patience);
}

function longestStart({ started }: Probes): number {
  return started === undefined ? 0 : started.every.milliseconds * started.failures;
}

/** Go knows no days, so everything is in seconds. */
export function goDuration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
