import type { Segment } from "../../model/expression";
import type { Platform } from "../../model/platform";
import { scopeSegments } from "../../model/scope";
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
    const others = this.#readers.get(secret.secretName);
    if (others === undefined) this.#readers.set(secret.secretName, new Set([namespace]));
    else others.add(namespace);
  }

  /** A file, or an environment value, with secrets in it: one key of a Secret object. */
  public holds(name: string, namespace: string, key: string, segments: readonly Segment[]): void {
    const file = { name, namespace, key, segments: toMaterialSegments(segments) };
    this.#files.set(`${namespace}/${name}/${key}`, file);
  }

  public issues(identity: IdentityMaterial): void {
    this.#identities.push(identity);
  }

  /** Everything noted, with all secrets of the platform, sorted. */
  public list(): MaterialList {
    return {
      platform: this.platform.qualifiedName,
      trustDomain: this.platform.trustDomain,
      secrets: this.#secrets(),
      identities: sortBy(this.#identities, (identity) => `${identity.namespace}/${identity.name}`),
      files: sortBy([...this.#files.values()], (file) => `${file.namespace}/${file.name}/${file.key}`),
    };
  }

  /** Also those that no workload reads: inputs of others, and tokens for whoever calls from outside. */
  #secrets(): readonly SecretMaterial[] {
    const secrets = this.platform.graph.secrets.map((secret): SecretMaterial => {
      const { secretName: name, recipe } = secret;
      // Kept beside what it belongs to, or the next `init` would make another one.
      const readers = this.#readers.get(name) ?? [namespaceName(this.platform, scopeSegments(secret))];
      return { name, recipe, namespaces: [...readers].sort() };
    });
    return sortBy(secrets, (secret) => secret.name);
  }
}

function sortBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
