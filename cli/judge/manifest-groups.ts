import { readObjects } from "../../policies/facts/kubernetes/object";
import type { FolderDocuments } from "./documents";

/** Manifests of two folders that go to one place. */
export interface ManifestGroup {
  /** The folder that all of them are below; empty: the whole. */
  readonly path: string;
  /** The same of the earlier folder, where it is another one. */
  readonly pathBefore?: string;
  readonly before: readonly object[];
  readonly after: readonly object[];
}

type Documents = Pick<FolderDocuments, "objects" | "sources">;

interface Source {
  readonly path: string;
  readonly object: object;
}

/**
 * Tells apart what goes to different places: what stands in folders called `kubernetes`, and folders that hold the same
 * object, as those of environments do.
 */
export function manifestGroups(before: Documents, after: Documents): readonly ManifestGroup[] {
  const groups = [...roots(sourcesOf(before), sourcesOf(after))].flatMap(([path, sides]) => split(path, sides));
  const [olds, news] = [groups.filter((it) => it.before.length > 0), groups.filter((it) => it.after.length > 0)];
  const [old, now] = [olds[0], news[0]];
  // Either folder has one alone: it was moved, or the folders are named at different heights.
  if (olds.length === 1 && news.length === 1 && old !== undefined && now !== undefined)
    return [{ path: now.path, pathBefore: old.path, before: old.before, after: now.after }];
  return groups.sort((a, b) => (a.path < b.path ? -1 : 1));
}

interface Sides {
  readonly before: Source[];
  readonly after: Source[];
}

const sourcesOf = ({ objects, sources }: Documents): readonly Source[] =>
  objects.map((object, index) => ({ object, path: sources[index] ?? "" }));

function roots(before: readonly Source[], after: readonly Source[]): ReadonlyMap<string, Sides> {
  return partition({ before, after }, (path) => /^(?:.*?\/)?kubernetes(?=\/)/.exec(path)?.[0] ?? "");
}

function partition(
  sides: { readonly before: readonly Source[]; readonly after: readonly Source[] },
  keyOf: (path: string) => string,
): ReadonlyMap<string, Sides> {
  const parts = new Map<string, Sides>();
  for (const side of ["before", "after"] as const) {
    for (const source of sides[side]) {
      const key = keyOf(source.path);
      const part = parts.get(key) ?? { before: [], after: [] };
      parts.set(key, part);
      part[side].push(source);
    }
  }
  return parts;
}

/** One cluster has an object once: a folder that has it twice holds what goes to several. */
function split(path: string, sides: Sides): readonly ManifestGroup[] {
  const whole = { path, before: sides.before.map(objectOf), after: sides.after.map(objectOf) };
  if (!hasTwice(sides.before) && !hasTwice(sides.after)) return [whole];
  const start = path === "" ? 0 : path.length + 1;
  const parts = partition(sides, (file) => {
    const slash = file.indexOf("/", start);
    return slash < 0 ? path : file.slice(0, slash);
  });
  return parts.size === 1 && parts.has(path)
    ? [whole]
    : [...parts].flatMap(([key, part]) =>
        key === path
          ? [{ path, before: part.before.map(objectOf), after: part.after.map(objectOf) }]
          : split(key, part),
      );
}

const objectOf = ({ object }: Source): object => object;

/** Whether two files have the same object. */
function hasTwice(sources: readonly Source[]): boolean {
  const files = new Map<string, string>();
  return sources.some(({ object, path }) =>
    readObjects([object]).some((read) => {
      const key = `${read.group}/${read.path}`;
      const known = files.get(key);
      files.set(key, path);
      return known !== undefined && known !== path;
    }),
  );
}
