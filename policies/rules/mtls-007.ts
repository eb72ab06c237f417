import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "MTLS-007",
  title: "what stands behind a TLS sidecar is on loopback",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "a sidecar guards nothing when its server can be reached beside it",
  cure: "bind the server to 127.0.0.1 or to a socket, and let the sidecar hand on to that",
  reference: "ghostunnel: a target beyond loopback needs --unsafe-target",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) =>
      (container.reading?.backends ?? []).flatMap(({ port, isLocal, address, source }) => {
        const place = inContainer(facts, workload, container, "args", source);
        if (!isLocal) return [{ ...place, message: `hands plain traffic to ${address}, beyond its own namespace` }];
        if (port === undefined) return [];
        const behind = workload.listeners.find((listener) => listener.port === port);
        if (behind === undefined) {
          // Where every port is open, a server about which nothing is known must be taken for a reachable one.
          return workload.isWideOpen ? [{ ...place, message: `nothing proves that port ${port} is on loopback` }] : [];
        }
        if (behind.loopbackOnly || workload.isWideOpen) return [];
        const message = `port ${port} is closed by network policy alone: ${behind.evidence}`;
        return [{ ...place, message, level: "advisory" as const }];
      }),
    ),
});
