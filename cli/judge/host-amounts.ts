import type { ComposeArtifact } from "../../constructs/render/compose/compose";
import type { HostNeeds } from "../../constructs/state/preflight/host-needs";
import { capacityOf } from "../../policies/capacity";
import { renderedSubject } from "./subject";

/** What a Compose project takes of its host, as the quota rules count it. */
export function hostAmounts(artifact: ComposeArtifact): Pick<HostNeeds, "requests" | "limits" | "largest" | "storage"> {
  const { facts } = renderedSubject(artifact);
  // What is counted for a part of a project is counted for the project too.
  const whole = capacityOf(facts).filter(({ scope }) => !scope.includes("/"));
  const sum = (key: keyof (typeof whole)[number]["sums"]): number =>
    whole.reduce((amount, { sums }) => amount + sums[key], 0);
  const limits = facts.workloads.flatMap(({ containers }) => containers.map(({ resources }) => resources.limits));
  return {
    requests: { cpu: sum("requests.cpu"), memory: sum("requests.memory") },
    limits: { cpu: sum("limits.cpu"), memory: sum("limits.memory") },
    largest: {
      cpu: Math.max(0, ...limits.map(({ cpu = 0 }) => cpu)),
      memory: Math.max(0, ...limits.map(({ memory = 0 }) => memory)),
    },
    storage: sum("requests.storage"),
  };
}
