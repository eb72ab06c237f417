import { z } from "zod";
import { reachedPorts } from "../reached-ports";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "MTLS-003",
  title: "no plain port is reached from elsewhere",
  severity: "critical",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "whoever reaches a port without TLS reads and changes what passes, and nobody knows who calls",
  cure: "bind the port to loopback behind a TLS sidecar, switch TLS on, or close it: with a network policy, or by publishing nothing",
  reference: "NIST SP 800-207, section 2.1; Kubernetes security checklist: network security",
  config: z.strictObject({}),
  check: (facts) =>
    reachedPorts(facts, ["plain"]).map(({ edge, who, object, path, level }) => ({
      object,
      path,
      ...(level === undefined ? {} : { level }),
      message: `port ${edge.port} speaks no TLS and is reached by ${who}: ${edge.reason}`,
    })),
});
