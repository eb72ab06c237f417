import type { AdmissionAction } from "../../model/admission";
import type { Platform } from "../../model/platform";
import type { KubernetesObject, KubernetesResource } from "./kubernetes-object";
import { platformLabels } from "./labels";
import { inOrder } from "./order";
import type { RenderContext } from "./render-context";

/** Where a platform's admission policies hold, how strictly, and what marks them. */
export interface AdmissionPlace {
  /** What their names begin with: `<platform>-<environment>`, as policies stand beside others' in the whole cluster. */
  readonly name: string;
  /** The platform's namespaces, its own first. */
  readonly namespaces: readonly [string, ...string[]];
  readonly action: AdmissionAction;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Makes a platform's admission policies. Rules are no part of a renderer, so it is handed them: `admissionObjects` of
 * `ashlar/policies` is one.
 */
export type AdmissionPolicies = (place: AdmissionPlace) => readonly KubernetesObject[];

/**
 * The objects by which the cluster's API server holds the rules, where the platform asks for it.
 *
 * @param namespaces those of the platform
 * @param policies who makes them; without one, a platform that asks for them has a problem
 */
export function admissionResources(
  { platform, problems }: Pick<RenderContext, "platform" | "problems">,
  namespaces: readonly string[],
  policies: AdmissionPolicies | undefined,
): readonly KubernetesResource[] {
  const { admission: action } = platform.spec;
  if (action === "off") return [];
  if (policies === undefined) {
    problems.add("ASH-TARGET-007", {
      path: `${platform.node.id}:admission`,
      message: "the platform asks for admission policies, and nobody makes them",
      value: action,
    });
    return [];
  }
  const place = placeOf(platform, namespaces);
  return inOrder(
    policies({ ...place, action }).map((object) => ({
      path: platform.node.id,
      // The same in every environment, as other ids are.
      id: `${object.kind}.${withoutStart(object.metadata.name, `${place.name}-`)}`,
      object,
    })),
  );
}

const withoutStart = (name: string, start: string): string =>
  name.startsWith(start) ? name.slice(start.length) : name;

function placeOf(platform: Platform, namespaces: readonly string[]): Omit<AdmissionPlace, "action"> {
  const own = platform.qualifiedName;
  return {
    name: own,
    namespaces: [own, ...namespaces.filter((name) => name !== own)],
    labels: platformLabels(platform),
  };
}
