import type { KubernetesObject } from "../render/kubernetes/kubernetes-object";

/** What a pod reads, by kind and name in its namespace. */
export interface Reference {
  readonly kind: "ConfigMap" | "Secret" | "ServiceAccount";
  readonly name: string;
}

/** Fields of a pod that name another object, wherever in the pod they stand. */
const FIELDS: Readonly<Record<string, readonly [Reference["kind"], "name" | "secretName" | undefined]>> = {
  configMap: ["ConfigMap", "name"],
  configMapKeyRef: ["ConfigMap", "name"],
  configMapRef: ["ConfigMap", "name"],
  // `secret` of a projected volume says `name`, that of a volume `secretName`.
  secret: ["Secret", "name"],
  secretKeyRef: ["Secret", "name"],
  secretRef: ["Secret", "name"],
  secretName: ["Secret", undefined],
  serviceAccountName: ["ServiceAccount", undefined],
};

/** The objects that a workload's pods read: without them, no pod of it starts. */
export function referencesOf(object: KubernetesObject): readonly Reference[] {
  const found = new Map<string, Reference>();
  const add = (kind: Reference["kind"], name: unknown): void => {
    if (typeof name === "string") found.set(`${kind} ${name}`, { kind, name });
  };
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [field, inner] of Object.entries(value)) {
      const [kind, key] = FIELDS[field] ?? [];
      if (kind !== undefined) add(kind, key === undefined ? inner : (inner as Readonly<Record<string, unknown>>)[key]);
      walk(inner);
    }
  };
  walk(podOf(object));
  return [...found.values()];
}

/** The pod that a workload makes; undefined for everything else. */
export function podOf(object: KubernetesObject): unknown {
  const spec = object["spec"] as
    | { readonly template?: unknown; readonly jobTemplate?: { readonly spec?: { readonly template?: unknown } } }
    | undefined;
  switch (object.kind) {
    case "Pod":
      return object;
    case "DaemonSet":
    case "Deployment":
    case "Job":
    case "StatefulSet":
      return spec?.template;
    case "CronJob":
      return spec?.jobTemplate?.spec?.template;
    default:
      return undefined;
  }
}
