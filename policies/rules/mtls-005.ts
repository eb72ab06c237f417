import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "MTLS-005",
  title: "whoever is let in by a password is known",
  severity: "low",
  level: "advisory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "a password can be copied from one place to another and a key pair cannot; the exceptions to certificates should be few, and read by somebody",
  cure: "give the client a certificate, or a tunnel that presents one; keep the exception if it can do neither",
  reference: "PostgreSQL: client authentication",
  config: z.strictObject({
    allowed: z
      .array(z.string())
      .default([])
      .describe("Exceptions that have been read and are not told again, as the message names them."),
  }),
  check: (facts, { allowed }) =>
    ofContainers(facts, (container, workload) =>
      (container.reading?.exceptions ?? [])
        .filter(({ who }) => !allowed.includes(who))
        .map(({ who, method, source }) => ({
          ...inContainer(facts, workload, container, "args", source),
          message: `${who} needs no certificate, only ${method}`,
        })),
    ),
});
