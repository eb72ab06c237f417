import { z } from "zod";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-025",
  title: "roles name what they allow",
  severity: "high",
  level: "mandatory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "a star allows what is there today and everything that will be added tomorrow, secrets and roles included",
  cure: "list the verbs, resources and API groups that the program uses",
  reference: "CIS Kubernetes benchmark 5.1.3; kube-linter wildcard-in-rules; checkov CKV_K8S_49",
  config: z.strictObject({
    allowed: z
      .array(z.string())
      .default([])
      .describe("Roles that may, by their path, for example `ClusterRole/operator`."),
  }),
  check: ({ cluster }, { allowed }) =>
    cluster.roles
      .filter(({ path }) => !allowed.includes(path))
      .flatMap(({ path, rules }) =>
        rules.flatMap(({ field, verbs, resources, groups }) =>
          (
            [
              ["verbs", verbs],
              ["resources", resources],
              ["apiGroups", groups],
            ] as const
          )
            .filter(([, values]) => values.includes("*"))
            .map(([key]) => ({ object: path, path: `${path}:${field}.${key}`, message: `allows all ${key}` })),
        ),
      ),
});
