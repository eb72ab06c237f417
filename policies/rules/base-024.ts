import { z } from "zod";
import { inWorkload } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-024",
  title: "every workload has a service account of its own",
  severity: "low",
  level: "advisory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "what is granted to the default account is granted to everything in the namespace that says nothing",
  cure: "create an account for the workload and name it in serviceAccountName",
  reference: "CIS Kubernetes benchmark 5.1.5; kube-linter default-service-account; checkov CKV_K8S_41, CKV_K8S_42",
  config: z.strictObject({}),
  check: (facts) =>
    facts.workloads
      .filter(({ pod }) => pod.account === "default")
      .map((workload) => ({
        ...inWorkload(facts, workload, "serviceAccountName"),
        message: "runs as the default service account",
      })),
});
