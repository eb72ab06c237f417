import { z } from "zod";
import { inWorkload } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-032",
  title: "nothing runs in the default namespace",
  severity: "low",
  level: "advisory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "the default namespace is everybody's: no quota, policy or role in it can be one workload's own",
  cure: "write the namespace into each object; whoever applies them may forget it",
  reference: "CIS Kubernetes benchmark 5.6.4; kube-linter use-namespace; checkov CKV_K8S_21; Trivy KSV-0110",
  config: z.strictObject({}),
  check: (facts) =>
    facts.workloads
      .filter(({ scope }) => scope === "default")
      .map((workload) => ({
        ...inWorkload(facts, workload, "metadata.namespace"),
        message: "stands in the default namespace",
      })),
});
