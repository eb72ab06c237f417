import { z } from "zod";
import { reachedPorts } from "../reached-ports";
import { defineRule } from "../rule";

/** For what people use directly, in place of the rule's own. */
const cure =
  "publish a gateway whose TLS can be read instead of the program itself, or publish nothing; for a program that no reader knows, a TLS sidecar is the proof";

export const rule = defineRule({
  code: "MTLS-001",
  title: "every edge is proven to demand a client certificate",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "an edge whose server does not demand a certificate is open to whatever else runs in the network, and an edge about which nothing is known must be taken for one",
  cure: "let the server demand client certificates, or put a TLS sidecar in front of it that does; for a program that no reader knows, the sidecar is the proof",
  reference: "NIST SP 800-207, section 2.1: all communication is secured regardless of network location",
  config: z.strictObject({}),
  check: (facts) =>
    reachedPorts(facts, ["unproven", "server-only"]).map(({ edge, who, isOutsideOnly, object, path, level }) => {
      const draft = { object, path, ...(level === undefined ? {} : { level }) };
      if (edge.status === "server-only")
        return { ...draft, message: `port ${edge.port} asks ${who} for no client certificate: ${edge.reason}` };
      // The public has no certificates, so TLS alone is what it can be given.
      return isOutsideOnly
        ? {
            ...draft,
            message: `nothing proves that port ${edge.portText} speaks TLS with ${who}: ${edge.reason}`,
            cure,
          }
        : {
            ...draft,
            message: `nothing proves that port ${edge.portText} demands a client certificate of ${who}: ${edge.reason}`,
          };
    }),
});
