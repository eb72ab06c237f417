import { z } from "zod";
import { inWorkload } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-014",
  title: "every workload stands in a network that was closed first",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "in an open network one program that was taken over reaches all the others",
  cure: "deny everything in the namespace by a NetworkPolicy and allow single edges; on Compose give each server a network of its own",
  reference: "CIS Kubernetes benchmark 5.3.2; CIS Docker benchmark 5.30",
  config: z.strictObject({}),
  check: (facts) =>
    facts.workloads.flatMap((workload) => {
      if (facts.target === "compose") {
        return workload.networks
          .filter((network) => network === "default" || network === "bridge")
          .map((network) => ({
            ...inWorkload(facts, workload, "networks"),
            message: `is on the ${network} network, with whatever else is there`,
          }));
      }
      const open = [
        ...(workload.isolation.ingress ? [] : ["who calls it"]),
        ...(workload.isolation.egress ? [] : ["whom it calls"]),
      ];
      return open.map((what) => ({
        ...inWorkload(facts, workload, "networkPolicy"),
        message: `nothing limits ${what}`,
      }));
    }),
});
