import { z } from "zod";
import { granted, type Right } from "../granted";
import { defineRule } from "../rule";

const RIGHTS: readonly Right[] = [
  {
    groups: [""],
    resources: ["secrets"],
    verbs: ["get"],
    meaning: "read every secret",
    isLimitedByNames: true,
  },
  {
    groups: [""],
    resources: ["secrets"],
    verbs: ["list", "watch"],
    meaning: "list secrets with what is in them, which no list of names limits",
  },
];

export const rule = defineRule({
  code: "BASE-028",
  title: "roles read the secrets that they name",
  severity: "high",
  level: "mandatory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "a program that reads all secrets of a namespace is as good a target as all programs in it together",
  cure: "allow get alone, with resourceNames; better, mount the secret and give no right at all",
  reference:
    "CIS Kubernetes benchmark 5.1.2; kube-linter access-to-secrets; Trivy KSV-0041, KSV-0113; Kubescape C-0015",
  config: z.strictObject({
    allowed: z.array(z.string()).default([]).describe("Roles that may, by their path."),
  }),
  // One finding a rule of a role: whoever may list may read.
  check: (facts, { allowed }) => [
    ...new Map(granted(facts, RIGHTS, allowed).map((draft) => [draft.path, draft])).values(),
  ],
});
