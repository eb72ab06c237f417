import { Construct } from "constructs";
import { z } from "zod";
import { freeId } from "./free-id";
import { graphOf } from "./graph";
import { joinName } from "./names";
import { segmentsOf } from "./scope";

/** How the value of a derived secret follows from its inputs: always the same value for the same inputs. */
export type Derivation =
  /** The public half of a signing key, as a JSON Web Key Set. */
  | { readonly kind: "public-jwks" }
  /** A token signed with a signing key. Times are in seconds since the epoch. */
  | {
      readonly kind: "jwt";
      readonly claims: Readonly<Record<string, unknown>>;
      readonly issuedAt: number;
      readonly expiresAt: number;
    }
  /** A PostgreSQL password verifier. */
  | { readonly kind: "scram-sha-256"; readonly iterations: number }
  /** A key of its own purpose, drawn from a seed. */
  | { readonly kind: "hmac"; readonly purpose: string; readonly bytes: number };

/** What a given value must be. PEM texts have several lines; one newline at their end is not part of the value. */
export type SecretFormat =
  /**
   * The certificate of a server, with those that lead to its root after it. It must be valid now, prove all host names,
   * and belong to the private key that is the secret of the name `key`.
   */
  | { readonly kind: "certificate"; readonly key: string; readonly hostnames: readonly string[] }
  /** An unencrypted private key. */
  | { readonly kind: "private-key" };

/** How a value comes to be. Generated passwords use `A-Z a-z 0-9 _ -` only. */
export type SecretRecipe =
  | { readonly kind: "password"; readonly length: number }
  | { readonly kind: "hex"; readonly bytes: number }
  | { readonly kind: "base64"; readonly bytes: number }
  | { readonly kind: "uuid" }
  | { readonly kind: "signing-key"; readonly algorithm: "ES256" | "RS256" }
  | {
      readonly kind: "given";
      readonly describe: string;
      readonly minLength?: number;
      /** What the value must be, checked when `init` takes it; absent: any text. */
      readonly format?: SecretFormat;
    }
  | { readonly kind: "derived"; readonly from: readonly string[]; readonly derivation: Derivation };

const SECRET = Symbol.for("ashlar.Secret");
const NAME_LIMIT = 63;

/**
 * A value that is never in the tree: only its name and the recipe for making it are.
 *
 * @example
 * const password = new Secret(platform, "smtp-password", { kind: "given", describe: "password of the SMTP account" });
 */
export class Secret extends Construct {
  /** A secret whose value follows from others. */
  public static derived(scope: Construct, id: string, from: readonly Secret[], derivation: Derivation): Secret {
    return new Secret(scope, id, { kind: "derived", from: from.map((secret) => secret.secretName), derivation });
  }

  /** Whether a value is a Secret, also one of another copy of this package. */
  public static isSecret(value: unknown): value is Secret {
    return typeof value === "object" && value !== null && SECRET in value;
  }

  public constructor(
    scope: Construct,
    id: string,
    public readonly recipe: SecretRecipe,
  ) {
    super(scope, freeId(scope, id));
    Object.defineProperty(this, SECRET, { value: true });
    graphOf(this).addSecret(this);
  }

  /** The name under which every target and every store keeps the value. */
  public get secretName(): string {
    return joinName(segmentsOf(this), NAME_LIMIT);
  }
}

/** Schema for a prop that takes a secret. Text is refused, and never repeated in the message. */
export const secretRef = () =>
  z
    .custom<Secret>((value) => Secret.isSecret(value), {
      params: { code: "ASH-SEC-001" },
      message: "a secret is given as text",
    })
    .meta({ title: "Secret" });
