import { z } from "zod";
import { defineRule } from "../rule";

/** API versions that are served no more: their kinds, since when, and where they are today. */
const RETIRED: readonly (readonly [api: string, kinds: RegExp, since: string, today: string])[] = [
  ["extensions/v1beta1", /^(?:Deployment|DaemonSet|ReplicaSet)$/, "1.16", "apps/v1"],
  ["extensions/v1beta1", /^NetworkPolicy$/, "1.16", "networking.k8s.io/v1"],
  ["extensions/v1beta1", /^Ingress$/, "1.22", "networking.k8s.io/v1"],
  ["extensions/v1beta1", /^PodSecurityPolicy$/, "1.16", "Pod Security admission"],
  ["apps/v1beta1", /./, "1.16", "apps/v1"],
  ["apps/v1beta2", /./, "1.16", "apps/v1"],
  ["networking.k8s.io/v1beta1", /^Ingress(?:Class)?$/, "1.22", "networking.k8s.io/v1"],
  ["rbac.authorization.k8s.io/v1beta1", /./, "1.22", "rbac.authorization.k8s.io/v1"],
  ["apiextensions.k8s.io/v1beta1", /./, "1.22", "apiextensions.k8s.io/v1"],
  ["admissionregistration.k8s.io/v1beta1", /WebhookConfiguration$/, "1.22", "admissionregistration.k8s.io/v1"],
  ["batch/v1beta1", /^CronJob$/, "1.25", "batch/v1"],
  ["policy/v1beta1", /^PodDisruptionBudget$/, "1.25", "policy/v1"],
  ["policy/v1beta1", /^PodSecurityPolicy$/, "1.25", "Pod Security admission"],
  ["discovery.k8s.io/v1beta1", /./, "1.25", "discovery.k8s.io/v1"],
  ["autoscaling/v2beta1", /./, "1.25", "autoscaling/v2"],
  ["autoscaling/v2beta2", /./, "1.26", "autoscaling/v2"],
];

export const rule = defineRule({
  code: "BASE-035",
  title: "every object is of an API that is still served",
  severity: "high",
  level: "mandatory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "the cluster refuses such an object, and with it whatever was meant to protect the others",
  cure: "write the object for the version that the message names; fields may have other names there",
  reference: "Kubernetes: deprecated API migration guide; kube-score stable-version; Trivy KSV-0107",
  config: z.strictObject({}),
  check: ({ cluster }) =>
    cluster.objects.flatMap(({ path, kind, apiVersion }) => {
      const row = RETIRED.find(([api, kinds]) => api === apiVersion && kinds.test(kind));
      if (row === undefined) return [];
      const [, , since, today] = row;
      return [
        {
          object: path,
          path: `${path}:apiVersion`,
          message: `is of ${apiVersion}, which is gone since Kubernetes ${since}; it is ${today} today`,
          value: apiVersion,
        },
      ];
    }),
});
