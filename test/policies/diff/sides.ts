import type { ComposeSide, KubernetesSide } from "../../../policies/diff/artifact";
import { difference, type Difference } from "../../../policies/diff/diff";
import { composeFacts } from "../../../policies/facts/compose";
import { kubernetesFacts } from "../../../policies/facts/kubernetes";

/** Manifests as one side of a comparison. */
export function manifests(objects: readonly unknown[]): KubernetesSide {
  return { target: "kubernetes", objects, facts: kubernetesFacts(objects) };
}

/** A Compose document, with the files that it names, as one side of a comparison. */
export function project(document: unknown, files: Readonly<Record<string, string>> = {}): ComposeSide {
  const texts = new Map(Object.entries(files));
  const facts = composeFacts(document, texts);
  return { target: "compose", document, files: texts, variables: new Map(), facts };
}

/** What differs between two sets of manifests. */
export function ofManifests(before: readonly unknown[], after: readonly unknown[]): Difference {
  return difference({ target: "kubernetes", before: manifests(before), after: manifests(after) });
}

/** What differs between two Compose documents. */
export function ofProjects(before: ComposeSide, after: ComposeSide): Difference {
  return difference({ target: "compose", before, after });
}

/** Every change on one line: `~ path field: before -> after`. */
export function changesOf({ objects }: Difference): readonly string[] {
  return objects.flatMap(({ action, path, fields }) =>
    fields.length === 0
      ? [`${action} ${path}`]
      : fields.map((field) =>
          [
            action,
            path,
            field.action === "changed" ? field.path : `${field.path} ${field.action}`,
            ...(field.lines === undefined
              ? [`${field.before ?? ""} -> ${field.after ?? ""}`]
              : [field.lines.filter((line) => !line.startsWith(" ")).join(" ")]),
          ].join(" "),
        ),
  );
}

/** Every danger on one line. */
export function dangersOf({ dangers }: Difference): readonly string[] {
  return dangers.map(
    ({ kind, path, message, others }) => `${kind} ${path}${others === 0 ? "" : ` +${others}`}: ${message}`,
  );
}

/** Nothing at all differs. */
export const NOTHING = {
  counts: { added: 0, removed: 0, changed: 0, replaced: 0 },
  hashesOnly: 0,
  dangers: [],
  capacity: [],
  objects: [],
} as const;
