import { z } from "zod";
import { inWorkload } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-011",
  title: "no pod holds a token of the Kubernetes API",
  severity: "medium",
  level: "mandatory",
  targets: ["kubernetes"],
  sees: "platform",
  why: "a token that nobody needs is there for whoever breaks in, and tells the cluster that he is the pod",
  cure: "set automountServiceAccountToken: false on the pod or its account; for a program that calls the API, allow its account here",
  reference: "CIS Kubernetes benchmark 5.1.6; NSA Kubernetes hardening guide: service account tokens",
  config: z.strictObject({
    allowed: z.array(z.string()).default([]).describe("Workloads that call the API, as `<namespace>/<kind>/<name>`."),
  }),
  check: (facts, { allowed }) =>
    facts.workloads
      .filter((workload) => workload.tokenMounted && !allowed.includes(workload.path))
      .map((workload) => ({
        ...inWorkload(facts, workload, "automountServiceAccountToken"),
        message: "has a token of the Kubernetes API in its file system",
      })),
});
