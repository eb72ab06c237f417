import type { Encoding } from "../model/encode";
import type { Segment } from "../model/expression";
import type { IdentityForm } from "../model/identity";
import type { SecretRecipe } from "../model/secret";

/** A secret that must exist before an artifact can run. */
export interface SecretMaterial {
  readonly name: string;
  readonly recipe: SecretRecipe;
  /** Kubernetes namespaces whose workloads read it; empty on Compose. */
  readonly namespaces: readonly string[];
}

/** A key pair and certificate that must exist. */
export interface IdentityMaterial {
  /** Name of the peer on the target: folder on Compose, Secret name on Kubernetes. */
  readonly name: string;
  readonly namespace?: string;
  readonly commonName: string;
  readonly uri: string;
  readonly dnsNames: readonly string[];
  readonly forms: readonly IdentityForm[];
}

/** A piece of a secret file: text, or the place of a secret's value. */
export type MaterialSegment = string | { readonly secret: string; readonly encode: readonly Encoding[] };

/** A file, or an environment value, that holds secrets. */
export interface SecretFileMaterial {
  /** Path below `secrets/files/` on Compose; Secret name on Kubernetes. */
  readonly name: string;
  readonly namespace?: string;
  /** Key inside the Kubernetes Secret. */
  readonly key: string;
  readonly segments: readonly MaterialSegment[];
}

/** Everything that `ashlar init` makes for an artifact. It names values and never holds one. */
export interface MaterialList {
  readonly platform: string;
  readonly trustDomain: string;
  readonly secrets: readonly SecretMaterial[];
  /** Identities that the local CA issues. Empty where cert-manager does. */
  readonly identities: readonly IdentityMaterial[];
  readonly files: readonly SecretFileMaterial[];
}

/** The form of a flattened expression that can be written down: secrets by name. */
export function toMaterialSegments(segments: readonly Segment[]): readonly MaterialSegment[] {
  return segments.map((segment) =>
    typeof segment === "string" ? segment : { secret: segment.secret.secretName, encode: segment.encode },
  );
}
