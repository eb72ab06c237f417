import type { Hole, Segment } from "../../model/expression";
import type { Platform } from "../../model/platform";
import type { Secret } from "../../model/secret";
import {
  type IdentityMaterial,
  type MaterialList,
  type SecretFileMaterial,
  type SecretMaterial,
  toMaterialSegments,
} from "../material";
import { namespaceName } from "./place";

/** The key under which a Secret object keeps its value. */
export const SECRET_KEY = "value";

/** Notes what a platform's workloads read while they are rendered. It knows names, never values. */
export class MaterialCollector {
  readonly #readers = new Map<string, Set<string>>();
  readonly #files = new Map<string, SecretFileMaterial>();
  readonly #identities: IdentityMaterial[] = [];

  public constructor(private readonly platform: Platform) {}

  /** A workload of the namespace reads the secret's own object. */
  public reads(secret: Secret, namespace: string): void {
    this.#namespacesOf(secret.secretName).add(namespace);
  }

  /** A file, or an environment value, with secrets in it: one key of a Secret object. */
  public holds(name: string, namespace: string, key: string, segments: readonly Segment[]): void {
    for (const { secret } of segments.filter((segment): segment is Hole => typeof segment !== "string")) {
      this.#namespacesOf(secret.secretName);
    }
    const file = { name, namespace, key, segments: toMaterialSegments(segments) };
    this.#files.set(`${namespace}/${name}/${key}`, file);
  }

  public issues(identity: IdentityMaterial): void {
    this.#identities.push(identity);
  }

  /** Everything noted, with the inputs of derived secrets, sorted. */
  public list(): MaterialList {
    return {
      platform: this.platform.qualifiedName,
      trustDomain: this.platform.trustDomain,
      secrets: this.#secrets(),
      identities: sortBy(this.#identities, (identity) => `${identity.namespace}/${identity.name}`),
      files: sortBy([...this.#files.values()], (file) => `${file.namespace}/${file.name}/${file.key}`),
    };
  }

  #namespacesOf(name: string): Set<string> {
    const known = this.#readers.get(name);
    if (known !== undefined) return known;
    const namespaces = new Set<string>();
    this.#readers.set(name, namespaces);
    return namespaces;
  }

  #secrets(): readonly SecretMaterial[] {
    const byName = new Map(this.platform.graph.secrets.map((secret) => [secret.secretName, secret]));
    const secrets: SecretMaterial[] = [];
    // A derived secret brings its inputs along; the map grows while it is walked.
    for (const [name, namespaces] of this.#readers) {
      const recipe = byName.get(name)?.recipe;
      if (recipe === undefined) continue;
      if (recipe.kind === "derived") for (const input of recipe.from) this.#namespacesOf(input);
      // What no workload reads must still be kept somewhere, or the next `init` would make another one.
      const kept = namespaces.size > 0 ? [...namespaces].sort() : [namespaceName(this.platform, [])];
      secrets.push({ name, recipe, namespaces: kept });
    }
    return sortBy(secrets, (secret) => secret.name);
  }
}

function sortBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
