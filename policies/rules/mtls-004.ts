import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "MTLS-004",
  title: "no TLS sidecar lets in everybody",
  severity: "critical",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "a sidecar that asks for no certificate, or accepts any, looks like a lock and is none",
  cure: "name the callers with --allow-uri, --allow-cn or --allow-dns, and remove the switch",
  reference: "ghostunnel: access control flags",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) =>
      (container.reading?.weaknesses ?? [])
        .filter(({ kind }) => kind === "switched-off")
        .map(({ message, source }) => ({ ...inContainer(facts, workload, container, "args", source), message })),
    ),
});
