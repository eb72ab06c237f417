import { z } from "zod";
import { ofContainers } from "../containers";
import { movesByName } from "../moving-tag";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-023",
  title: "what is pulled, and when, fits the image's tag",
  severity: "low",
  level: "advisory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "an image that is never pulled was put on the machine by hand, and a moving tag that is pulled only once means something else on every machine",
  cure: "leave the policy to the engine with a fixed tag or a digest; with a moving tag pull always",
  reference: "kube-score container-image-pull-policy; checkov CKV_K8S_15; Polaris pullPolicyNotAlways",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) => {
      const { tag, digest } = container.image;
      const { pullPolicy } = container.start;
      const place = inContainer(facts, workload, container, "pull");
      if (pullPolicy === "never") return { ...place, message: "is never pulled" };
      const moves = digest === undefined && (tag === undefined || movesByName(tag));
      return pullPolicy === "missing" && moves
        ? { ...place, message: "is pulled once although its tag moves" }
        : undefined;
    }),
});
