import { listOf, objectOf, type Json } from "../../facts/json";
import type { KubernetesObject } from "../../facts/kubernetes/object";
import type { FoundDanger } from "../danger";
import { fieldChanges } from "../fields";
import type { Comparison } from "./pairs";

/** What an API server takes of a field that cannot be changed: the same value, and nothing else. */
interface Immutable {
  readonly field: string;
  readonly of: (object: KubernetesObject) => unknown;
  /** Whether the object keeps data, which is gone or left behind when it is made anew. */
  readonly data?: true;
}

const inSpec = (field: string): Immutable => ({ field: `spec.${field}`, of: ({ spec }) => spec[field] });

/** Of a claim only the size may change, and only upwards, which is told with disks. */
const claimOf = (value: unknown): unknown => {
  const { resources: _resources, ...rest } = objectOf(value);
  return rest;
};

const IMMUTABLE: Readonly<Record<string, readonly Immutable[]>> = {
  StatefulSet: [
    inSpec("selector"),
    inSpec("serviceName"),
    inSpec("podManagementPolicy"),
    {
      field: "spec.volumeClaimTemplates",
      of: ({ spec }) =>
        Object.fromEntries(
          listOf(spec["volumeClaimTemplates"]).map((item) => {
            const { metadata, spec: claim } = objectOf(item);
            // Its size too: a claim may grow, the template of it may not.
            return [String(objectOf(metadata)["name"]), claim];
          }),
        ),
      data: true,
    },
  ],
  Deployment: [inSpec("selector")],
  DaemonSet: [inSpec("selector")],
  ReplicaSet: [inSpec("selector")],
  Job: [inSpec("selector"), inSpec("template"), inSpec("completions"), inSpec("completionMode")],
  PersistentVolumeClaim: [{ field: "spec", of: ({ spec }) => claimOf(spec), data: true }],
  PersistentVolume: [{ field: "spec", of: ({ spec }) => sourceOf(spec), data: true }],
  StorageClass: [
    { field: "provisioner", of: ({ body }) => body["provisioner"] },
    { field: "parameters", of: ({ body }) => body["parameters"] },
    { field: "volumeBindingMode", of: ({ body }) => body["volumeBindingMode"] },
  ],
  RoleBinding: [{ field: "roleRef", of: ({ body }) => body["roleRef"] }],
  ClusterRoleBinding: [{ field: "roleRef", of: ({ body }) => body["roleRef"] }],
  Secret: [{ field: "type", of: ({ body }) => body["type"] }],
};

/** What a volume is made of; its claim, capacity and policies may change. */
function sourceOf(spec: Json): Json {
  const mutable = [
    "capacity",
    "claimRef",
    "persistentVolumeReclaimPolicy",
    "mountOptions",
    "accessModes",
    "nodeAffinity",
  ];
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !mutable.includes(key)));
}

/** Fields that an API server refuses to change: the object must be deleted, and made anew. */
export function immutableDangers(comparison: Comparison): readonly FoundDanger[] {
  return comparison.objects.flatMap(({ path, before, after }) => {
    // Another name is another object, which is free to differ.
    if (before === undefined || after === undefined || before.name !== after.name) return [];
    return [...fieldsOf(before, after), ...addresses(before, after), ...frozen(before, after)].map(
      ({ field, data }) => ({
        kind: data === true ? ("data" as const) : ("immutable" as const),
        path,
        message: `${field} cannot be changed: the ${before.kind} must be deleted and made anew`,
        remakes: true as const,
      }),
    );
  });
}

const differ = (before: unknown, after: unknown): boolean => fieldChanges(before, after, "kubernetes").length > 0;

type Broken = Pick<Immutable, "field" | "data">;

function fieldsOf(before: KubernetesObject, after: KubernetesObject): readonly Broken[] {
  const fields = Object.hasOwn(IMMUTABLE, before.kind) ? (IMMUTABLE[before.kind] ?? []) : [];
  return fields.filter(({ of }) => differ(of(before), of(after)));
}

/** An address that was given stays; none at all and one are different Services. */
function addresses(before: KubernetesObject, after: KubernetesObject): readonly Broken[] {
  if (before.kind !== "Service") return [];
  const [old, now] = [before.spec["clusterIP"] ?? "", after.spec["clusterIP"] ?? ""];
  const isExternal = [before, after].some(({ spec }) => spec["type"] === "ExternalName");
  return old === now || isExternal ? [] : [{ field: "spec.clusterIP" }];
}

/** Configuration that says of itself that it does not change. */
function frozen(before: KubernetesObject, after: KubernetesObject): readonly Broken[] {
  if ((before.kind !== "ConfigMap" && before.kind !== "Secret") || before.body["immutable"] !== true) return [];
  return ["data", "binaryData", "stringData", "immutable"]
    .filter((field) => differ(before.body[field], after.body[field]))
    .map((field) => ({ field }));
}
