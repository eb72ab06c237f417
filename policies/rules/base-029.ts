import { z } from "zod";
import { granted, type Right } from "../granted";
import { defineRule } from "../rule";

const RBAC = "rbac.authorization.k8s.io";

const RIGHTS: readonly Right[] = [
  {
    groups: [RBAC],
    resources: ["roles", "clusterroles"],
    verbs: ["bind", "escalate"],
    meaning: "give out rights that it does not have itself",
    isLimitedByNames: true,
  },
  {
    groups: [""],
    resources: ["users", "groups", "serviceaccounts"],
    verbs: ["impersonate"],
    meaning: "act as somebody else",
    isLimitedByNames: true,
  },
  {
    groups: [""],
    resources: ["serviceaccounts/token"],
    verbs: ["create"],
    meaning: "make tokens of service accounts",
    isLimitedByNames: true,
  },
  {
    groups: ["certificates.k8s.io"],
    resources: ["certificatesigningrequests/approval"],
    verbs: ["update", "patch"],
    meaning: "approve certificates, and so make users",
  },
  {
    groups: ["admissionregistration.k8s.io"],
    resources: ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
    verbs: ["create", "update", "patch"],
    meaning: "see and change every object that is sent to the API",
    isLimitedByNames: true,
  },
];

export const rule = defineRule({
  code: "BASE-029",
  title: "no role lifts its owner above itself",
  severity: "critical",
  level: "mandatory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "these rights look small and end at the administrator's",
  cure: "take the right out, or limit it by resourceNames to what is meant",
  reference:
    "CIS Kubernetes benchmark 5.1.8, 5.1.11, 5.1.12, 5.1.13; checkov CKV_K8S_157, CKV_K8S_158; Kubescape C-0065",
  config: z.strictObject({
    allowed: z.array(z.string()).default([]).describe("Roles that may, by their path, for example an operator's own."),
  }),
  check: (facts, { allowed }) => granted(facts, RIGHTS, allowed),
});
