import { z } from "zod";
import { ofContainers } from "../containers";
import { movesByName } from "../moving-tag";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-009",
  title: "every image has a fixed tag",
  severity: "medium",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "a tag that moves changes what runs when nobody changed anything",
  cure: "name a version, or a digest",
  reference: "kube-linter latest-tag; dclint service-image-require-explicit-tag",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) => {
      const { reference, tag, digest } = container.image;
      const place = { ...inContainer(facts, workload, container, "image"), value: reference };
      if (digest?.startsWith("sha256:") === true) return undefined;
      if (reference === "") return { ...place, message: "names no image" };
      if (tag === undefined || tag === "") return { ...place, message: "names no tag, which means latest" };
      if (tag.includes("$")) return { ...place, message: "has a tag that only the environment knows" };
      return movesByName(tag) ? { ...place, message: `has the tag ${tag}, which moves` } : undefined;
    }),
});
