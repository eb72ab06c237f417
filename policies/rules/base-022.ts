import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

/** Host and path of an image, with the registry that the engine takes when none is said. */
function fullRepository(repository: string): string {
  const [first = "", ...rest] = repository.split("/");
  if (rest.length === 0) return `docker.io/library/${first}`;
  return /[.:]|^localhost$/.test(first) ? repository : `docker.io/${repository}`;
}

export const rule = defineRule({
  code: "BASE-022",
  title: "images come from registries that were chosen",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "whoever can put an image into a registry that is trusted unasked runs a program among yours",
  cure: "mirror the image into a registry of the list, or add its registry to the list",
  reference:
    "NSA Kubernetes hardening guide: build container images securely; Trivy KSV-0125; Kubescape C-0001, C-0078",
  config: z.strictObject({
    allowed: z
      .array(z.string())
      .default([])
      .describe(
        "Registries, with or without the beginning of a path, for example `ghcr.io/acme`. Empty: every registry.",
      ),
  }),
  check: (facts, { allowed }) =>
    ofContainers(facts, (container, workload) => {
      const { reference, repository } = container.image;
      if (allowed.length === 0 || reference === "") return undefined;
      const full = fullRepository(repository);
      if (allowed.some((name) => full === name || full.startsWith(`${name.replace(/\/$/, "")}/`))) return undefined;
      return {
        ...inContainer(facts, workload, container, "image"),
        message: "comes from a registry that is not in the list",
        value: reference,
      };
    }),
});
