import * as kubernetes from "@pulumi/kubernetes";
import type { CustomResource, CustomResourceOptions, Input } from "@pulumi/pulumi";
import { diagnostic, type Diagnostic } from "../model/diagnostics";
import type { KubernetesObject } from "../render/kubernetes/kubernetes-object";
import { DEPLOY_CODES } from "./codes";

/** What an object is registered with: its fields, of which those that hold secrets are Outputs. */
export type ObjectArgs = Readonly<Record<string, Input<unknown>>>;

/** A resource class of the Kubernetes SDK, whatever its kind. */
export type TypedClass = new (name: string, args: ObjectArgs, options: CustomResourceOptions) => CustomResource;

/** The API server's own groups, and the SDK's modules for them. Every other group comes with a custom resource. */
const OWN_GROUPS: Readonly<Record<string, keyof typeof kubernetes>> = {
  "": "core",
  "admissionregistration.k8s.io": "admissionregistration",
  "apiextensions.k8s.io": "apiextensions",
  "apiregistration.k8s.io": "apiregistration",
  apps: "apps",
  autoscaling: "autoscaling",
  batch: "batch",
  "certificates.k8s.io": "certificates",
  "coordination.k8s.io": "coordination",
  "discovery.k8s.io": "discovery",
  "events.k8s.io": "events",
  "flowcontrol.apiserver.k8s.io": "flowcontrol",
  "networking.k8s.io": "networking",
  "node.k8s.io": "node",
  policy: "policy",
  "rbac.authorization.k8s.io": "rbac",
  "resource.k8s.io": "resource",
  "scheduling.k8s.io": "scheduling",
  "storage.k8s.io": "storage",
};

/** The API group of a version: nothing for `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** Whether objects of an API version are custom resources: of a group that the API server does not have by itself. */
export function isCustom(apiVersion: string): boolean {
  return !Object.hasOwn(OWN_GROUPS, groupOf(apiVersion));
}

/**
 * The class that the SDK publishes for a kind: `apps/v1` and `Deployment` give `kubernetes.apps.v1.Deployment`. Custom
 * resources share one class.
 *
 * @returns undefined when the SDK has none
 */
export function typedClass({
  apiVersion,
  kind,
}: Pick<KubernetesObject, "apiVersion" | "kind">): TypedClass | undefined {
  if (isCustom(apiVersion)) return kubernetes.apiextensions.CustomResource as unknown as TypedClass;
  const version = apiVersion.split("/").at(-1) ?? "";
  const module = OWN_GROUPS[groupOf(apiVersion)];
  const versions = module === undefined ? {} : (kubernetes[module] as Readonly<Record<string, unknown>>);
  const kinds = (versions[version] ?? {}) as Readonly<Record<string, TypedClass | undefined>>;
  return Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
}

/** Why an object cannot be registered; undefined when it can. */
export function unknownKind(path: string, object: KubernetesObject): Diagnostic | undefined {
  if (typedClass(object) !== undefined) return undefined;
  return diagnostic(DEPLOY_CODES.unknownKind, {
    path,
    message: "the installed @pulumi/kubernetes has no class for the object",
    value: `${object.apiVersion} ${object.kind}`,
  });
}
