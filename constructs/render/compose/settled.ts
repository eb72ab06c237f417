import type { Platform } from "../../model/platform";
import type { OwnedService } from "./customise";
import { mergeDependencies } from "./depends-on";
import type { ComposeService } from "./file";
import { platformLabels } from "./labels";
import { pauseService } from "./sandbox";

/**
 * A service that waits for the jobs that no other service waits for: `up --wait` fails on a container that ends unless
 * somebody waits for its end. Undefined when there is no such job.
 */
export function settledService(
  platform: Platform,
  jobs: readonly string[],
  services: ReadonlyMap<string, OwnedService>,
): ComposeService | undefined {
  const awaited = new Set(
    [...services.values()].flatMap(({ service }) =>
      Object.entries(service.depends_on ?? {})
        .filter(([, { condition }]) => condition === "service_completed_successfully")
        .map(([name]) => name),
    ),
  );
  const forgotten = jobs.filter((job) => !awaited.has(job)).sort();
  if (forgotten.length === 0) return undefined;
  return pauseService(platform, {
    network_mode: "none",
    depends_on: mergeDependencies(forgotten.map((job) => [job, "service_completed_successfully"])),
    labels: platformLabels(platform, "settled"),
  });
}
