import type { Component } from "../../model/component";
import type { Platform } from "../../model/platform";
import { type Prerequisite, PREREQUISITES } from "../../model/prerequisite";
import { segmentsOf } from "../../model/scope";
import type { Artifact, ArtifactFile } from "../artifact";
import { type LoweredPlatform, lowerPlatform } from "../lower";
import { type AdmissionPolicies, admissionResources } from "./admission";
import { claimResources } from "./claim";
import { customise } from "./customise";
import { exposureResources } from "./exposure";
import { isSignedBy, issuerObjects, issuerReference } from "./issuer";
import type { KubernetesObject, KubernetesResource } from "./kubernetes-object";
import { namespaceResources } from "./namespace";
import { inOrder } from "./order";
import { RenderContext } from "./render-context";
import { checkObjects, checkPod, checkSecrets } from "./unique";
import { workloadResources } from "./workload";
import { manifestFile } from "./write";
import { YamlWriter } from "./yaml-writer";

/** A platform as objects of a cluster, and as the manifests that say the same. */
export interface KubernetesArtifact extends Artifact {
  readonly target: "kubernetes";
  /** Every object with where it comes from, in the order of the files. */
  readonly resources: readonly KubernetesResource[];
  /** Every object, in the order of the files. */
  readonly objects: readonly KubernetesObject[];
  /** What must be installed before the manifests are applied. */
  readonly prerequisites: readonly Prerequisite[];
}

/** What a render of a platform is handed beside it. */
export interface KubernetesOptions {
  /**
   * Who makes the admission policies of a platform that asks for them: `admissionObjects` of `ashlar/policies`.
   *
   * @default none: a platform that asks for them is refused, ASH-TARGET-007
   */
  readonly admissionPolicies?: AdmissionPolicies;
}

/** The resources of a component; of the platform itself when there is none. */
interface Group {
  readonly file: string;
  readonly origin: string;
  readonly resources: readonly KubernetesResource[];
}

/**
 * Renders a platform for Kubernetes. Sealing is all that it does to the tree, and the same tree gives the same bytes.
 *
 * @throws AshlarError with every problem of the tree and of this target
 */
export function renderKubernetes(platform: Platform, options: KubernetesOptions = {}): KubernetesArtifact {
  const lowered = lowerPlatform(platform, "kubernetes");
  const context = new RenderContext(lowered);
  const components = [...componentResources(context)].map(([component, resources]): Group => ({
    file: `100-${segmentsOf(component).join(".")}.yaml`,
    origin: component.node.path,
    resources: inOrder(customise(component, resources, context.problems)),
  }));
  const objects = components.flatMap((group) => group.resources.map(({ object }) => object));
  const whole = platformResources(context, objects);
  const namespaces = whole.flatMap(({ object: { kind, metadata } }) => (kind === "Namespace" ? [metadata.name] : []));
  const admission = admissionResources(context, namespaces, options.admissionPolicies);
  const origin = platform.node.id;
  const groups: readonly Group[] = [
    { file: "000-platform.yaml", origin, resources: whole },
    // In front of what they judge: an object that came before its policy was never judged.
    ...(admission.length === 0 ? [] : [{ file: "010-admission.yaml", origin, resources: admission }]),
    ...components.sort((a, b) => (a.file < b.file ? -1 : 1)),
  ];
  const resources = groups.flatMap((group) => group.resources);
  const material = context.material.list();
  for (const { workload } of lowered.workloads) checkPod(workload, context);
  checkObjects(resources, context);
  checkSecrets(material, resources, context);
  context.problems.throwIfErrors();
  context.problems.addAll(lowered.notes);
  const writer = new YamlWriter();
  return {
    target: "kubernetes",
    name: platform.qualifiedName,
    files: groups.map(({ file, origin, resources: own }): ArtifactFile => manifestFile(file, origin, own, writer)),
    resources,
    objects: resources.map(({ object }) => object),
    material,
    notes: context.problems.items,
    prerequisites: prerequisitesOf(lowered, objects),
  };
}

/** What belongs to no component: namespaces, quotas, the walls around them, and the CA. */
function platformResources(
  context: RenderContext,
  objects: readonly KubernetesObject[],
): readonly KubernetesResource[] {
  const { platform } = context;
  const issuers = objects.some((object) => isSignedBy(issuerReference(context), object)) ? issuerObjects(context) : [];
  return inOrder([
    ...namespaceResources(context),
    ...issuers.map((object) => ({
      path: platform.node.id,
      id: `${object.kind}.${object.metadata.name}`,
      object,
    })),
  ]);
}

function componentResources(context: RenderContext): ReadonlyMap<Component, KubernetesResource[]> {
  const byComponent = new Map<Component, KubernetesResource[]>();
  const add = (component: Component | undefined, resources: readonly KubernetesResource[]): void => {
    if (component === undefined) return;
    const others = byComponent.get(component);
    if (others === undefined) byComponent.set(component, [...resources]);
    else others.push(...resources);
  };
  const { workloads, claims } = context.lowered;
  for (const { component, workload } of workloads) add(component, workloadResources(workload, context));
  for (const { component, claim } of claims) add(component, claimResources(claim, context));
  for (const gateway of context.gateways) {
    add(context.componentOf(gateway), exposureResources(gateway, context));
  }
  return byComponent;
}

function prerequisitesOf({ claims }: LoweredPlatform, objects: readonly KubernetesObject[]): readonly Prerequisite[] {
  const used = (group: string): boolean => objects.some(({ apiVersion }) => apiVersion.startsWith(`${group}/`));
  const needed: readonly Prerequisite[] = [
    ...Object.values<Prerequisite>(PREREQUISITES).filter(({ apiGroups }) => apiGroups.some(used)),
    ...claims.map(({ claim }) => claim.requires),
  ];
  const byName = new Map(needed.map((item) => [`${item.name} ${item.version}`, item]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
