import { z } from "zod";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-033",
  title: "every Ingress has TLS and leaves its controller alone",
  severity: "high",
  level: "mandatory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "without TLS passwords cross the internet in the open, and a snippet is configuration of a program that everybody shares and that holds all certificates",
  cure: "name a secret with a certificate for the host under tls; say what a snippet says with an annotation of its own, or in the gateway",
  reference: "Polaris tlsSettingsMissing; Kubescape C-0263, C-0059; checkov CKV_K8S_152 to CKV_K8S_154",
  config: z.strictObject({
    plain: z
      .array(z.string())
      .default([])
      .describe("Hosts whose TLS ends before the cluster; an empty text is a rule without a host."),
  }),
  check: ({ cluster }, { plain }) =>
    cluster.entrances.flatMap(({ path, plainHosts, snippets }) => [
      ...plainHosts
        .filter((host) => !plain.includes(host))
        .map((host) => ({
          object: path,
          path: `${path}:spec.tls[${host}]`,
          message: host === "" ? "serves every host without TLS" : `serves ${host} without TLS`,
        })),
      ...snippets.map((name) => ({
        object: path,
        path: `${path}:metadata.annotations[${name}]`,
        message: "writes configuration of its controller",
      })),
    ]),
});
