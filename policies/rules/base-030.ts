import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-030",
  title: "secrets come as files",
  severity: "low",
  level: "advisory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "variables are handed down to every child, end up in crash reports, and stay as they were when the secret is changed",
  cure: "mount the secret as a file; for a program that takes nothing but variables, allow the variable here",
  reference: "CIS Kubernetes benchmark 5.4.1; kube-linter read-secret-from-env-var; Kubescape C-0207",
  config: z.strictObject({
    allowed: z
      .array(z.string())
      .default([])
      .describe("Variables of programs that read nothing else, and secrets of `envFrom`, by name."),
  }),
  check: (facts, { allowed }) =>
    ofContainers(facts, (container, workload) => [
      ...container.env
        .filter(({ name, source }) => source === "secret" && !allowed.includes(name))
        .map(({ name }) => ({
          ...inContainer(facts, workload, container, "env", name),
          message: `takes the secret ${name} as a variable`,
        })),
      ...container.start.secretSets
        .filter((name) => !allowed.includes(name))
        .map((name) => ({
          ...inContainer(facts, workload, container, "envFrom", name),
          message: `takes the whole secret ${name} as variables`,
        })),
    ]),
});
