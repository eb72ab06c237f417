import { isObject, objectOf, textOf } from "../facts/json";
import { readObjects } from "../facts/kubernetes/object";
import type { Side } from "./artifact";

const PART_OF = "app.kubernetes.io/part-of";
const INSTANCE = "app.kubernetes.io/instance";

/** What a side says it is part of; nothing where nobody said. */
export function platformNames(side: Side): ReadonlySet<string> {
  if (side.target === "kubernetes") return labelValues(side.objects, PART_OF);
  const { name, "x-ashlar": ours } = objectOf(side.document);
  return new Set([textOf(name), textOf(objectOf(ours)["platform"])].filter((it) => it !== undefined));
}

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
