import { z } from "zod";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-013",
  title: "every long-running program can be asked whether it is ready",
  severity: "medium",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "without an answer traffic comes before the program can serve, and nobody can wait for it",
  cure: "declare a readiness probe; on Compose a healthcheck with a program that is in the image",
  reference: "kube-linter no-readiness-probe; CIS Docker benchmark 5.27",
  config: z.strictObject({}),
  check: (facts) =>
    facts.workloads.flatMap((workload) =>
      workload.isLongRunning
        ? workload.containers
            .filter(({ role, probes }) => (role === "app" || role === "sidecar") && probes.ready === undefined)
            .map((container) => ({
              ...inContainer(facts, workload, container, "ready"),
              message: facts.target === "compose" ? "has no healthcheck" : "has no readiness probe",
              // Nobody calls what listens nowhere, so nobody has to know when it can serve.
              ...(workload.listeners.length === 0 ? { level: "advisory" as const } : {}),
            }))
        : [],
    ),
});
