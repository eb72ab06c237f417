import { isObject, objectOf, textOf } from "../facts/json";
import { readObjects } from "../facts/kubernetes/object";
import type { Side } from "./artifact";

const PART_OF = "app.kubernetes.io/part-of";
const INSTANCE = "app.kubernetes.io/instance";

const MANAGED_BY = "app.kubernetes.io/managed-by";

/** What a side says it is part of; nothing where nobody said. */
export function platformNames(side: Side): ReadonlySet<string> {
  if (side.target === "kubernetes") return labelValues(side.objects, PART_OF);
  return new Set([...ownPlatforms(side), projectName(side)].filter((it) => it !== undefined));
}

/** The platforms whose renders a side is, whatever their environment; nothing where it is nobody's render of ours. */
export function ownPlatforms(side: Side): ReadonlySet<string> {
  if (side.target === "kubernetes") {
    const ours = readObjects(side.objects).filter(({ labels }) => labels.get(MANAGED_BY) === "ashlar");
    return new Set(ours.flatMap(({ labels }) => labels.get(PART_OF) ?? []));
  }
  const platform = textOf(objectOf(objectOf(side.document)["x-ashlar"])["platform"]);
  return new Set(platform === undefined ? [] : [platform]);
}

/** The name that a Compose project gives itself. One that a variable fills in is not known. */
function projectName(side: Side): string | undefined {
  const name = side.target === "compose" ? textOf(objectOf(side.document)["name"]) : undefined;
  return name === undefined || name === "" || name.includes("$") ? undefined : name;
}

/** What is in many a folder, whosever it is: namespaces, and what a cluster makes by itself. */
export function commonplaces(side: Side): { readonly paths: ReadonlySet<string>; readonly isAll: boolean } {
  if (side.target === "compose") return { paths: new Set(), isAll: false };
  const objects = readObjects(side.objects);
  const found = objects.filter(({ kind, name }) => kind === "Namespace" || MADE_BY_CLUSTERS.has(`${kind}/${name}`));
  return { paths: new Set(found.map(({ path }) => path)), isAll: found.length === objects.length };
}

const MADE_BY_CLUSTERS = new Set([
  "ServiceAccount/default",
  "ConfigMap/kube-root-ca.crt",
  "Service/kubernetes",
  "ClusterRole/admin",
  "ClusterRole/cluster-admin",
  "ClusterRole/edit",
  "ClusterRole/view",
  "PriorityClass/system-cluster-critical",
  "PriorityClass/system-node-critical",
]);

/** What to call a side: the one instance that all of it belongs to, or the project's name. */
export function sideName(side: Side): string | undefined {
  if (side.target === "compose") return textOf(objectOf(side.document)["name"]);
  for (const label of [INSTANCE, PART_OF]) {
    const [only, ...others] = labelValues(side.objects, label);
    if (only !== undefined && others.length === 0) return only;
  }
  return undefined;
}

/** Whether a side has nothing that could be compared. */
export function isEmptySide(side: Side): boolean {
  return side.target === "kubernetes" ? side.objects.length === 0 : !isObject(side.document);
}

function labelValues(values: readonly unknown[], label: string): ReadonlySet<string> {
  return new Set(readObjects(values).flatMap(({ labels }) => labels.get(label) ?? []));
}
