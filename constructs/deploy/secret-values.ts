import { createPrivateKey } from "node:crypto";
import { all, Config, type CustomResourceOptions, type Output, runtime } from "@pulumi/pulumi";
import { AshlarError, Diagnostics } from "../model/diagnostics";
import { deriveSecret } from "../secrets/derive";
import { generateSecret, type GeneratedRecipe, isGenerated } from "../secrets/generate";
import { formatProblems } from "../secrets/given-format";
import { type DeclaredSecret, inputsOf, orderSecrets } from "../secrets/order";
import { writeSigningKey } from "../secrets/signing-key";
import { weaknessOf } from "../secrets/weak";
import { nearest } from "../state/nearest";
import { peerPackage } from "./peer-packages";

/** The namespace of configuration keys that give secrets: `ashlar-secrets:smtp-password`. */
const NAMESPACE = "ashlar-secrets";

/** Where a secret's resources stand, and under which logical name. */
export type Placing = (secret: string) => { readonly name: string; readonly options: CustomResourceOptions };

/**
 * Judges what a stack's configuration says of secrets, before anything is registered.
 *
 * @throws AshlarError with all problems: ASH-INPUT-003 (a secret that only a user knows is not set), ASH-INPUT-001 (a key
 * that is close to a secret's name and is none), ASH-INPUT-002 (a derived secret is set), ASH-SEC-002 to 004
 */
export function checkSecretConfig(declared: readonly DeclaredSecret[]): void {
  const problems = new Diagnostics();
  const set = new Set(givenNames());
  for (const { name, recipe } of orderSecrets(declared)) {
    const path = `${NAMESPACE}:${name}`;
    if (recipe.kind === "given" && !set.has(name)) {
      problems.add("ASH-INPUT-003", {
        path,
        message: `the secret is not set: ${recipe.describe}`,
        cure: `pulumi config set --secret ${path}`,
      });
    } else if (recipe.kind === "derived" && set.has(name)) {
      problems.add("ASH-INPUT-002", {
        path,
        message: `the secret follows from ${recipe.from.join(" and ")}, and cannot be given`,
        cure: `pulumi config rm ${path}`,
      });
    }
    // Asks for an impossible size are told here; the value itself is made by the engine.
    if (isGenerated(recipe) && recipe.kind !== "signing-key")
      generateSecret(recipe, (size) => new Uint8Array(size), name);
  }
  const known = declared.filter(({ recipe }) => recipe.kind !== "derived").map(({ name }) => name);
  for (const name of set) {
    const meant = declared.some((secret) => secret.name === name) ? undefined : nearest(name, known);
    // One that is not close may be another deployment's.
    if (meant === undefined) continue;
    problems.add("ASH-INPUT-001", {
      path: `${NAMESPACE}:${name}`,
      message: "no secret has the key's name",
      allowed: known.join(" | "),
      cure: `write ${NAMESPACE}:${meant}, or remove the key`,
    });
  }
  problems.throwIfErrors();
}

/** The secrets whose values are resources: generated ones that the configuration does not give. */
export function madeByPulumi(declared: readonly DeclaredSecret[]): readonly string[] {
  const set = new Set(givenNames());
  return declared.filter(({ name, recipe }) => isGenerated(recipe) && !set.has(name)).map(({ name }) => name);
}

function givenNames(): readonly string[] {
  const prefix = `${NAMESPACE}:`;
  return Object.keys(runtime.allConfig() ?? {})
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
}

/**
 * The values of a platform's secrets as secret Outputs. Generated ones are resources of `@pulumi/random` and `@pulumi/tls`,
 * which keep them in the stack's state, encrypted; derived ones are computed from those, and are no resources. A generated
 * secret that the configuration gives is taken from there.
 */
export class SecretValues {
  readonly #outputs = new Map<string, Output<string>>();

  public constructor(
    private readonly declared: readonly DeclaredSecret[],
    placing: Placing,
    now: Date,
  ) {
    const config = new Config(NAMESPACE);
    for (const { name, recipe } of orderSecrets(declared)) {
      const given = recipe.kind === "derived" ? undefined : config.getSecret(name);
      if (given !== undefined) {
        const least = recipe.kind === "given" ? recipe.minLength : undefined;
        this.#outputs.set(
          name,
          given.apply((value) => strong(name, value, least)),
        );
      } else if (recipe.kind === "derived") {
        const inputs = inputsOf(recipe);
        const values = all(inputs.map((input) => this.of(input)));
        const derive = (texts: readonly string[]) =>
          deriveSecret(
            recipe.derivation,
            inputs.map((input, at) => ({ name: input, value: texts[at] ?? "" })),
            name,
          );
        this.#outputs.set(name, values.apply(derive));
      } else if (isGenerated(recipe)) this.#outputs.set(name, generated(name, recipe, placing));
    }
    this.#checkFormats(now);
  }

  /** The value of a secret. */
  public of(name: string): Output<string> {
    const output = this.#outputs.get(name);
    if (output === undefined) throw new TypeError(`no value for the secret ${name}`);
    return output;
  }

  /** The values of some secrets, by name. */
  public map(names: readonly string[]): Output<ReadonlyMap<string, string>> {
    return all(names.map((name) => this.of(name))).apply(
      (values) => new Map(names.map((name, at) => [name, values[at] ?? ""])),
    );
  }

  /** A certificate that is given is judged with its key, wherever either of them is used. */
  #checkFormats(now: Date): void {
    for (const { name, recipe } of this.declared) {
      if (recipe.kind !== "given" || recipe.format === undefined) continue;
      const { format } = recipe;
      const names = format.kind === "certificate" ? [name, format.key] : [name];
      if (!names.every((each) => this.#outputs.has(each))) continue;
      const judged = this.map(names).apply((values) => {
        // The key must be declared beside its certificate, or nobody knows what it is.
        const concerned = this.declared.filter((each) => names.includes(each.name));
        const problems = formatProblems(concerned, values, now).map(({ diagnostic }) => diagnostic);
        if (problems.length > 0) throw new AshlarError(problems);
        return values.get(name) ?? "";
      });
      this.#outputs.set(name, judged);
    }
  }
}

function strong(name: string, value: string, least: number | undefined): string {
  const weakness = weaknessOf(name, value, least);
  if (weakness !== undefined) throw new AshlarError([weakness]);
  return value;
}

function generated(secret: string, recipe: GeneratedRecipe, placing: Placing): Output<string> {
  const { name, options } = placing(secret);
  switch (recipe.kind) {
    case "password": {
      const { RandomPassword } = peerPackage("@pulumi/random");
      // The alphabet of generated secrets: safe in shells, urls, YAML and connection strings.
      return new RandomPassword(name, { length: recipe.length, special: true, overrideSpecial: "-_" }, options).result;
    }
    case "hex":
    case "base64":
    case "uuid": {
      const { RandomBytes } = peerPackage("@pulumi/random");
      // Not RandomUuid: its id is the value itself, and ids stand in the state in plain text.
      const length = recipe.kind === "uuid" ? 16 : recipe.bytes;
      const { base64 } = new RandomBytes(name, { length }, options);
      return base64.apply((text) => generateSecret(recipe, () => Buffer.from(text, "base64"), secret));
    }
    case "signing-key": {
      const { PrivateKey } = peerPackage("@pulumi/tls");
      const kind =
        recipe.algorithm === "ES256" ? { algorithm: "ECDSA", ecdsaCurve: "P256" } : { algorithm: "RSA", rsaBits: 2048 };
      const { privateKeyPem } = new PrivateKey(name, kind, options);
      return privateKeyPem.apply((pem) => writeSigningKey(recipe.algorithm, createPrivateKey(pem)));
    }
    default:
      return recipe satisfies never;
  }
}
