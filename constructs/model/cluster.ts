import { z } from "zod";
import { certificateIssuer } from "./certificate-issuer";
import { dnsLabel, dnsName, labelKey, labelValue } from "./dns-name";

/** Schema of what no construct can guess about a cluster. */
export const clusterSchema = () =>
  z.strictObject({
    version: z
      .string()
      .regex(/^1\.(?:3[3-9]|[4-9]\d|\d{3,})$/)
      .default("1.33")
      .describe("Kubernetes version, minor only. 1.33 or newer."),
    apiServerCidrs: z
      .array(z.union([z.cidrv4(), z.cidrv6()]))
      .default([])
      .describe("Addresses of the API server, for the jobs that call it."),
    dns: z
      .strictObject({
        namespace: dnsLabel().default("kube-system"),
        podLabels: z.record(labelKey(), labelValue()).default({ "k8s-app": "kube-dns" }),
      })
      .prefault({})
      .describe("Where the cluster's DNS runs; every pod may ask it."),
    ingressFrom: z
      .strictObject({ namespace: dnsLabel() })
      .optional()
      .describe("Namespace of the ingress controller. Not set: gateways accept from anywhere."),
    storageClass: dnsName().optional().describe("Class of persistent volumes. Not set: the cluster's default."),
    issuer: certificateIssuer()
      .optional()
      .describe("A cert-manager issuer that exists. Not set: the platform makes a CA of its own."),
    certManagerNamespace: dnsLabel()
      .default("cert-manager")
      .describe("Where cert-manager keeps its cluster-wide secrets."),
  });

/** Facts of a cluster, as typed config. */
export type ClusterFacts = z.output<ReturnType<typeof clusterSchema>>;
