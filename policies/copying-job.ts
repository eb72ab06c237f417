import type { ContainerFacts } from "./facts/container";
import type { WorkloadFacts } from "./facts/workload";

const NEEDED: ReadonlySet<string> = new Set(["CHOWN", "DAC_OVERRIDE", "FOWNER"]);

/**
 * Whether a container is the one program that may be root: it copies files to owners that the host does not know, so it
 * needs the three capabilities to do that and nothing else. It ends by itself, has no network at all, cannot write to
 * its own root, and gains no rights. Told by these facts alone; a name or a label would be a way around the rules.
 */
export function isCopyingJob(workload: WorkloadFacts, container: ContainerFacts): boolean {
  const { added, dropped } = container.capabilities;
  return (
    workload.kind === "job" &&
    workload.isCutOff &&
    container.readOnlyRoot &&
    !container.escalates &&
    !container.privileged &&
    dropped.includes("ALL") &&
    new Set(added).size === NEEDED.size &&
    added.every((name) => NEEDED.has(name))
  );
}
