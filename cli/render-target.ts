import type { Platform } from "../constructs/model/platform";
import type { Target } from "../constructs/model/target";
import type { ComposeArtifact } from "../constructs/render/compose/compose";
import type { KubernetesArtifact, KubernetesOptions } from "../constructs/render/kubernetes/kubernetes";

/** What either renderer makes. */
export type RenderedTarget = ComposeArtifact | KubernetesArtifact;

/** Renders for a target, and loads the renderer of that target alone. */
export function renderTarget(platform: Platform, target: "compose"): ComposeArtifact;
export function renderTarget(platform: Platform, target: "kubernetes"): KubernetesArtifact;
export function renderTarget(platform: Platform, target: Target): RenderedTarget;
export function renderTarget(platform: Platform, target: Target): RenderedTarget {
  switch (target) {
    case "compose":
      return composeRenderer().renderCompose(platform);
    case "kubernetes":
      return kubernetesRenderer().renderKubernetes(platform, optionsFor(platform));
    default:
      return target satisfies never;
  }
}

/** Rules are loaded by platforms that ask for them. */
function optionsFor({ spec: { admission } }: Platform): KubernetesOptions {
  return admission === "off" ? {} : { admissionPolicies: admissionModule().admissionObjects };
}

/* eslint-disable @typescript-eslint/no-require-imports -- a require loads in place; an import() would start another loader */

const composeRenderer = () =>
  require("../constructs/render/compose/compose") as typeof import("../constructs/render/compose/compose");

const kubernetesRenderer = () =>
  require("../constructs/render/kubernetes/kubernetes") as typeof import("../constructs/render/kubernetes/kubernetes");

const admissionModule = () =>
  require("../policies/admission/admission") as typeof import("../policies/admission/admission");
