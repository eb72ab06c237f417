import type { ContainerFacts } from "./facts/container";
import type { Facts } from "./facts/facts";
import type { WorkloadFacts } from "./facts/workload";
import type { Draft } from "./rule";

/** Asks one question of every container. */
export function ofContainers(
  facts: Facts,
  ask: (container: ContainerFacts, workload: WorkloadFacts) => readonly Draft[] | Draft | undefined,
): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const workload of facts.workloads) {
    for (const container of workload.containers) {
      const answer = ask(container, workload);
      if (answer === undefined) continue;
      if (Array.isArray(answer)) drafts.push(...(answer as readonly Draft[]));
      else drafts.push(answer as Draft);
    }
  }
  return drafts;
}
