import { z } from "zod";
import { reachedPorts } from "../reached-ports";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "MTLS-002",
  title: "every server checks the name of its client, or has a single one",
  severity: "medium",
  level: "advisory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "a server that checks only the authority lets in every workload of the platform, also one that has been taken over",
  cure: "let the server compare names, or put a TLS sidecar in front of it that lists its callers",
  reference: "NIST SP 800-204A, section 4.3: service-to-service authorisation by identity",
  config: z.strictObject({}),
  // With a single caller the network alone says who it is.
  check: (facts) =>
    reachedPorts(facts, ["ca-only"])
      .filter(({ callers }) => callers.length > 1 || callers.some(({ client }) => client.kind !== "workload"))
      .map(({ edge, who, object, path, level }) => ({
        object,
        path,
        ...(level === undefined ? {} : { level }),
        message: `port ${edge.port} lets in every name of its authority, and ${who} reach it: ${edge.reason}`,
      })),
});
