/** Something whose name may carry a hash of its content. */
export interface Named {
  /** What it is and where, without the name: only names of the same place are alike. */
  readonly place: string;
  readonly name: string;
}

/** Ours and docker's: eight hexadecimal digits, before the ending of a file. kustomize's: ten of its own alphabet. */
const HASHES = [/^(.+)-[0-9a-f]{8}(\.[A-Za-z0-9_-]+)?$/, /^(.+)-[bcdfghkmt2456789]{10}()$/];

/** A name without its content hash; undefined when it has none. */
function withoutHash(name: string): string | undefined {
  for (const form of HASHES) {
    const match = form.exec(name);
    if (match !== null) return `${match[1] ?? ""}${match[2] ?? ""}`;
  }
  return undefined;
}

/**
 * Finds what only changed its hash: of each side exactly one name is left that reads the same without it. Gives every
 * such name the one to call it by.
 */
export function hashedNames(before: readonly Named[], after: readonly Named[]): ReadonlyMap<string, string> {
  const olds = leftover(before, after);
  const news = leftover(after, before);
  const taken = new Set([...before, ...after].map(keyOf));
  const renamed = new Map<string, string>();
  for (const [family, [old, ...others]] of olds) {
    const [now, ...more] = news.get(family) ?? [];
    if (old === undefined || now === undefined || others.length > 0 || more.length > 0) continue;
    const name = withoutHash(old.name);
    if (name === undefined || taken.has(keyOf({ ...old, name }))) continue;
    renamed.set(old.name, name).set(now.name, name);
  }
  return renamed;
}

/** Hashed names that the other side has not, by what they read without the hash. */
function leftover(own: readonly Named[], other: readonly Named[]): ReadonlyMap<string, readonly Named[]> {
  const known = new Set(other.map(keyOf));
  const families = new Map<string, Named[]>();
  for (const item of own) {
    const name = known.has(keyOf(item)) ? undefined : withoutHash(item.name);
    if (name === undefined) continue;
    const family = keyOf({ ...item, name });
    families.set(family, [...(families.get(family) ?? []), item]);
  }
  return families;
}

const keyOf = ({ place, name }: Named): string => `${place}|${name}`;
