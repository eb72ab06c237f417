import { isObject, listOf, objectOf, scalarText, textOf, type Json } from "../../facts/json";
import type { ComposeSide } from "../artifact";
import { longService } from "../compose-forms";
import type { FoundDanger } from "../danger";
import type { Comparison } from "./pairs";

/** Programs that read a secret which they did not read before. */
export function secretDangers(comparison: Comparison): readonly FoundDanger[] {
  const { pair, plain } = comparison;
  if (pair.target === "compose") return composeReaders(pair.before, pair.after);
  let known: ReadonlySet<string> | undefined;
  const isKnown = (reference: string): boolean => (known ??= referencesOfAll(comparison)).has(reference);
  return comparison.objects.flatMap(({ path, before, after }) => {
    if (after === undefined) return [];
    const olds = new Set([...referencesOf(before?.spec ?? {})].map(plain));
    return (
      [...referencesOf(after.spec)]
        .filter((reference) => !olds.has(plain(reference)))
        // A program that is new brings secrets of its own; it is told when it reads those of others.
        .filter((reference) => before !== undefined || isKnown(`${after.namespace}/${reference}`))
        .map((reference) => secret(path, `it reads the secret ${plain(reference)}`))
    );
  });
}

/** What somebody read before. */
function referencesOfAll({ all }: Comparison): ReadonlySet<string> {
  return new Set(
    all.before.flatMap(({ namespace, spec }) => [...referencesOf(spec)].map((it) => `${namespace}/${it}`)),
  );
}

const secret = (path: string, message: string): FoundDanger => ({ kind: "secret", path, message });

/** Secrets, with their keys where those are named, anywhere in a pod's description. */
function referencesOf(value: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const item of value as readonly unknown[]) referencesOf(item, found);
  if (!isObject(value)) return found;
  for (const [key, item] of Object.entries(value)) {
    if (isObject(item) && ["secretKeyRef", "secretRef", "secret"].includes(key)) addReference(item, found);
    else referencesOf(item, found);
  }
  return found;
}

function addReference(source: Json, found: Set<string>): void {
  const name = textOf(source["name"]) ?? textOf(source["secretName"]);
  if (name === undefined) return;
  const keys = [source["key"], ...listOf(source["items"]).map((item) => objectOf(item)["key"])].flatMap(
    (key) => scalarText(key) ?? [],
  );
  if (keys.length === 0) found.add(name);
  for (const key of keys) found.add(`${name}, key ${key}`);
}

function composeReaders(before: ComposeSide, after: ComposeSide): readonly FoundDanger[] {
  const [olds, news] = [before, after].map(({ document }) => objectOf(objectOf(document)["services"]));
  const known = new Set(Object.values(olds ?? {}).flatMap((service) => grantedTo(objectOf(service))));
  return Object.entries(news ?? {}).flatMap(([name, service]) => {
    const isOld = Object.hasOwn(olds ?? {}, name);
    const had = new Set(grantedTo(objectOf(olds?.[name])));
    return grantedTo(objectOf(service))
      .filter((what) => !had.has(what) && (isOld || known.has(what)))
      .map((what) => secret(`services.${name}`, `it reads ${what}`));
  });
}

/** Secrets, files of variables, and what is mounted from the folders that secrets are kept in. */
function grantedTo(service: Json): readonly string[] {
  const { secrets, env_file: files, volumes } = longService(service);
  const mounted = listOf(volumes).flatMap((mount) => textOf(objectOf(mount)["source"]) ?? []);
  return [
    ...listOf(secrets).map((item) => `the secret ${scalarText(objectOf(item)["source"]) ?? ""}`),
    ...listOf(files).map((item) => `the file of variables ${scalarText(objectOf(item)["path"]) ?? ""}`),
    ...mounted
      .filter((source) => /(?:^|\/)(?:secrets|pki)(?:\/|$)/.test(source))
      .map((source) => `the files of ${source}`),
  ];
}
