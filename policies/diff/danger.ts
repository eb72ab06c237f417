/** Kinds of danger, the worst first. */
export const DANGER_KINDS = [
  "data",
  "immutable",
  "removed",
  "exposure",
  "network",
  "tls",
  "rights",
  "login",
  "secret",
  "budget",
  "image",
] as const;

/** A kind of danger. */
export type DangerKind = (typeof DANGER_KINDS)[number];

/** Something that a reviewer must have seen before the change is made. */
export interface Danger {
  readonly kind: DangerKind;
  /** The object, service or container that it is about; the first one, where several are. */
  readonly path: string;
  /** What happens, lower case, without a full stop. Never a value that may be secret. */
  readonly message: string;
  /** How many others the same happens to. */
  readonly others: number;
}

/** A danger as it is found: at one place. */
export interface FoundDanger extends Omit<Danger, "others"> {
  /** The object at that place must be made anew. */
  readonly remakes?: true;
}

/** The same at several places told once, the worst kinds first. */
export function gathered(found: readonly FoundDanger[]): readonly Danger[] {
  const groups = new Map<string, { first: FoundDanger; paths: Set<string> }>();
  const byPlace = [...found].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const danger of byPlace) {
    const key = `${danger.kind}|${danger.message}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: danger, paths: new Set([danger.path]) });
    else group.paths.add(danger.path);
  }
  return [...groups.values()]
    .map(({ first: { kind, path, message }, paths }) => ({ kind, path, message, others: paths.size - 1 }))
    .sort((a, b) => DANGER_KINDS.indexOf(a.kind) - DANGER_KINDS.indexOf(b.kind));
}
