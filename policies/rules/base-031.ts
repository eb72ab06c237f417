import { z } from "zod";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-031",
  title: "what an object names is there",
  severity: "medium",
  level: "advisory",
  targets: ["kubernetes"],
  sees: "platform",
  why: "a selector with a slip of the pen selects nothing and nobody complains: a policy that closes nothing, a service without a server",
  cure: "correct the name or the labels; what somebody else installs is not seen here, so allow it",
  reference:
    "kube-linter dangling-service, dangling-networkpolicy, dangling-ingress, dangling-horizontalpodautoscaler, non-existent-service-account; kube-score targets-pod",
  config: z.strictObject({
    allowed: z
      .array(z.string())
      .default([])
      .describe("Objects whose references are answered elsewhere, by their path."),
  }),
  check: ({ cluster }, { allowed }) =>
    cluster.dangling
      .filter(({ object }) => !allowed.includes(object))
      .map(({ object, path, what }) => ({ object, path, message: `names ${what}, and there is nothing of the kind` })),
});
