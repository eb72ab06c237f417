import { AshlarError, Diagnostics } from "../model/diagnostics";
import { deriveSecret } from "./derive";
import { generateSecret, isGenerated, type Random } from "./generate";
import { type DeclaredSecret, inputsOf, orderSecrets } from "./order";
import { weaknessOf } from "./weak";

/** Every value that can be known, and what became of the rest. Names are in the order in which values were made. */
export interface ResolvedSecrets {
  readonly values: ReadonlyMap<string, string>;
  /** Generated just now: these have to be stored, or the next run makes others. */
  readonly created: readonly string[];
  /** Only a user can give these, and nobody has yet. */
  readonly missingGiven: readonly string[];
  /** Derived from something that is missing. */
  readonly blocked: readonly string[];
  /** Derived secrets whose stored copy is not what their inputs give any more. `values` has the new one. */
  readonly stale: readonly string[];
}

/** What is lacking in a store, without making or reading any value. */
export interface MissingSecrets {
  /** Can be made by `resolveSecrets`. */
  readonly generated: readonly string[];
  /** Only a user can give these. */
  readonly given: readonly string[];
}

/**
 * Finds the values of all declared secrets. A stored value is taken as it is and never replaced; a generated one that is
 * not stored is made; a derived one is always computed, stored or not. An empty stored text counts as not stored: an
 * environment file writes `KEY=` for that.
 *
 * @param stored what is stored so far; names that nobody declares are left alone
 * @param random where randomness comes from; the system's own source unless said
 * @throws AshlarError with all problems: those of `orderSecrets`, of `generateSecret` and of `deriveSecret`, and
 * ASH-SEC-006 or 007 for stored values that are published or too weak. No message has a value in it
 */
export function resolveSecrets(
  declared: readonly DeclaredSecret[],
  stored: ReadonlyMap<string, string>,
  random?: Random,
): ResolvedSecrets {
  const problems = new Diagnostics();
  const values = new Map<string, string>();
  const result = {
    created: [] as string[],
    missingGiven: [] as string[],
    blocked: [] as string[],
    stale: [] as string[],
  };
  // A value that failed was told of already; what is derived from it is neither missing nor worth a second message.
  const failed = new Set<string>();

  for (const secret of orderSecrets(declared)) {
    const { name, recipe } = secret;
    const kept = stored.get(name);
    const isStored = kept !== undefined && kept !== "";
    if (recipe.kind === "derived") {
      const inputs = inputsOf(recipe).map((input) => ({ name: input, value: values.get(input) }));
      if (inputs.some((input) => failed.has(input.name))) failed.add(name);
      else if (inputs.some((input) => input.value === undefined)) result.blocked.push(name);
      else {
        const known = inputs.map((input) => ({ name: input.name, value: input.value ?? "" }));
        attempt(secret, () => deriveSecret(recipe.derivation, known, name));
        if (isStored && values.has(name) && values.get(name) !== kept) result.stale.push(name);
      }
    } else if (isStored) {
      const weakness = weaknessOf(name, kept, recipe.kind === "given" ? recipe.minLength : undefined);
      if (weakness !== undefined) problems.addAll([weakness]);
      values.set(name, kept);
    } else if (isGenerated(recipe)) {
      if (attempt(secret, () => generateSecret(recipe, random, name))) result.created.push(name);
    } else result.missingGiven.push(name);
  }
  problems.throwIfErrors();
  return { values, ...result };

  function attempt({ name }: DeclaredSecret, make: () => string): boolean {
    try {
      values.set(name, make());
      return true;
    } catch (error) {
      if (!AshlarError.is(error)) throw error;
      problems.addAll(error.diagnostics);
      failed.add(name);
      return false;
    }
  }
}

/** Tells what a store lacks, from names alone: enough for a render, which must see no value. */
export function missingSecrets(declared: readonly DeclaredSecret[], stored: ReadonlySet<string>): MissingSecrets {
  const lacking = orderSecrets(declared).filter(({ name }) => !stored.has(name));
  return {
    generated: lacking.filter(({ recipe }) => isGenerated(recipe)).map(({ name }) => name),
    given: lacking.filter(({ recipe }) => recipe.kind === "given").map(({ name }) => name),
  };
}
