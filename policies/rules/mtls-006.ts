import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "MTLS-006",
  title: "no server trusts whoever reaches it",
  severity: "critical",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "a row that trusts gives every role, the superuser among them, to whoever opens a connection",
  cure: "demand a certificate in that row (hostssl … cert), or remove it; for the official image unset POSTGRES_HOST_AUTH_METHOD and give it a pg_hba.conf",
  reference: "PostgreSQL: trust authentication; CIS PostgreSQL benchmark, section 5",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) =>
      (container.reading?.weaknesses ?? [])
        .filter(({ kind }) => kind === "trust")
        .map(({ message, source, variable }) => ({
          ...(variable === undefined
            ? inContainer(facts, workload, container, "args", source)
            : inContainer(facts, workload, container, "env", variable)),
          message,
        })),
    ),
});
