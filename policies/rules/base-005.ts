import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-005",
  title: "every root file system is read-only",
  severity: "medium",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "what cannot write to its own image cannot keep a tool there, nor change what starts next time",
  cure: "make the root read-only, and mount scratch space where the program writes",
  reference: "CIS Docker benchmark 5.13; NSA Kubernetes hardening guide: immutable container file systems",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) =>
      container.readOnlyRoot
        ? undefined
        : {
            ...inContainer(facts, workload, container, "readOnlyRoot"),
            message: "its root file system can be written",
          },
    ),
});
