import { z } from "zod";
import { overuse } from "../overuse";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "QUOTA-003",
  title: "storage fits every quota",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "a claim that does not fit is never bound, and its workload waits for it without an end",
  cure: "make the volumes smaller, or raise the quota",
  reference: "Kubernetes: resource quotas",
  config: z.strictObject({}),
  check: (facts) => overuse(facts, ["requests.storage"], ["storage", "requests.storage"]),
});
