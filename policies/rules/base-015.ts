import { z } from "zod";
import { defineRule } from "../rule";

/** Every address, and one that only the environment knows. */
const EVERY_ADDRESS = /^(?:|0\.0\.0\.0|::|\$.*)$/;

export const rule = defineRule({
  code: "BASE-015",
  title: "nothing is published but on purpose",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "a published port goes past the host's firewall and past every gateway",
  cure: "publish on 127.0.0.1 or on an address that was chosen; on Kubernetes use a load balancer or an Ingress in front of a gateway",
  reference: "CIS Docker benchmark 5.14; Pod Security Standards, baseline: host ports; kube-linter exposed-services",
  config: z.strictObject({
    public: z.array(z.string()).default([]).describe("Services that may publish on every address, by their path."),
  }),
  check: (facts, config) =>
    facts.exposures.flatMap(({ kind, path, address, text, isPublicEdge = false }) => {
      const separator = facts.target === "compose" || path.includes(":") ? "." : ":";
      const place = { object: path.split(":")[0] ?? path, path: `${path}${separator}ports[${text}]` };
      if (isPublicEdge || config.public.includes(path)) return [];
      switch (kind) {
        case "published":
          return address === undefined || EVERY_ADDRESS.test(address)
            ? [{ ...place, message: "is published on every address of its host", value: text }]
            : [];
        case "host-port":
          return [{ ...place, message: "takes a port of its node", value: text }];
        case "node-port":
          return [{ ...place, message: "opens a port on every node", value: text }];
        case "external-address":
          return [{ ...place, message: "answers for an address of somebody else", value: text }];
        case "load-balancer":
        case "ingress":
          return [];
        default:
          return kind satisfies never;
      }
    }),
});
