import { z } from "zod";
import { ofContainers } from "../containers";
import type { ContainerFacts } from "../facts/container";
import type { AskFacts } from "../facts/start";
import type { WorkloadFacts } from "../facts/workload";
import { defineRule, type Draft } from "../rule";

/** What is wrong with the port that is asked, and whether it is sure. */
function fault(
  { port }: AskFacts,
  { ports }: ContainerFacts,
  { listeners }: WorkloadFacts,
): Omit<Draft, "object" | "path"> | undefined {
  if (port === undefined) return undefined;
  if (typeof port === "string")
    return ports.some(({ name }) => name === port)
      ? undefined
      : { message: `asks the port ${port}, which the container does not declare` };
  const listener = listeners.find((candidate) => candidate.port === port);
  if (listener?.loopbackOnly === true)
    return { message: `asks port ${port}, which listens on loopback alone: ${listener.evidence}` };
  if (listener !== undefined || ports.length === 0) return undefined;
  // A program may listen where it does not say so.
  return { message: `asks port ${port}, which nothing in the pod declares`, level: "advisory" };
}

export const rule = defineRule({
  code: "BASE-020",
  title: "probes ask a port that is there",
  severity: "medium",
  level: "mandatory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "a probe of a port that the kubelet cannot find or reach fails for ever: the pod never becomes ready, or is killed again and again",
  cure: "name a port that the container declares, or a number on which it listens on the pod's address; for what listens on loopback ask by exec",
  reference: "kube-linter liveness-port, readiness-port, startup-port",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) =>
      container.start.asks.flatMap((ask) => {
        const found = ask.host === undefined ? fault(ask, container, workload) : undefined;
        return found === undefined ? [] : [{ object: workload.path, path: `${container.path}.${ask.field}`, ...found }];
      }),
    ),
});
