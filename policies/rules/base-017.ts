import { z } from "zod";
import { inWorkload } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-017",
  title: "only safe kernel parameters are set",
  severity: "medium",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "a parameter that has no namespace of its own changes the kernel of everybody on the machine",
  cure: "leave the parameter as it is, or set it on the machine where its owner knows of it",
  reference: "Pod Security Standards, baseline: sysctls; kube-linter unsafe-sysctls; Trivy KSV-0026",
  config: z.strictObject({
    safe: z
      .array(z.string())
      .default([
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ping_group_range",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.tcp_wmem",
      ])
      .describe("Parameters that may be set. They are per pod, and bounded by its memory."),
  }),
  check: (facts, { safe }) =>
    facts.workloads.flatMap((workload) =>
      workload.pod.sysctls
        .map((name) => name.replaceAll("/", "."))
        .filter((name) => !safe.includes(name))
        .map((name) => ({
          ...inWorkload(
            facts,
            workload,
            `${facts.target === "compose" ? "sysctls" : "securityContext.sysctls"}[${name}]`,
          ),
          message: `sets the kernel parameter ${name}`,
        })),
    ),
});
