import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-010",
  title: "every image is pinned by its digest",
  severity: "low",
  level: "advisory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "whoever owns a registry can put another image behind a tag; nobody can behind a digest",
  cure: "set the digest beside the tag; a platform's `digests` holds them in one place",
  reference: "checkov CKV_K8S_43; SLSA: dependency pinning",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) => {
      const { reference, digest } = container.image;
      if (reference === "" || digest?.startsWith("sha256:") === true) return undefined;
      return { ...inContainer(facts, workload, container, "image"), message: "has no digest", value: reference };
    }),
});
