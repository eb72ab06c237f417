import { z } from "zod";
import { granted, type Right } from "../granted";
import { defineRule } from "../rule";

const RIGHTS: readonly Right[] = [
  {
    groups: [""],
    resources: ["pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers", "nodes/proxy"],
    verbs: ["get", "create", "patch", "update"],
    meaning: "reach into running pods",
  },
  {
    groups: ["", "apps", "batch"],
    resources: [
      "pods",
      "deployments",
      "statefulsets",
      "daemonsets",
      "replicasets",
      "replicationcontrollers",
      "jobs",
      "cronjobs",
    ],
    verbs: ["create"],
    meaning: "start pods, and with them use every secret and account of their namespace",
    // What starts programs for a living cannot do without; in all namespaces it is the cluster.
    level: ({ isOfCluster }) => (isOfCluster ? undefined : "advisory"),
  },
];

export const rule = defineRule({
  code: "BASE-027",
  title: "no role reaches into pods or starts them unnoticed",
  severity: "high",
  level: "mandatory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "a shell in another pod has that pod's keys, and a new pod can mount every secret of its namespace",
  cure: "take the right out; for a program that starts others, allow its role here and give it a namespace of its own",
  reference:
    "CIS Kubernetes benchmark 5.1.4; kube-linter access-to-create-pods; Trivy KSV-0053, KSV-0054; Kubescape C-0002",
  config: z.strictObject({
    allowed: z.array(z.string()).default([]).describe("Roles that may, by their path."),
  }),
  check: (facts, { allowed }) => granted(facts, RIGHTS, allowed),
});
