import { Diagnostics } from "../model/diagnostics";
import type { SecretRecipe } from "../model/secret";
import { canonicalJson } from "./canonical-json";

/** A secret as it is declared: its name in every store, and how its value comes to be. */
export interface DeclaredSecret {
  readonly name: string;
  readonly recipe: SecretRecipe;
}

/**
 * Puts secrets in the order in which they can be made: by name, each after what it is derived from. The order in which
 * they are declared does not matter, and one declared twice in the same way is kept once.
 *
 * @throws AshlarError with all problems: ASH-GRAPH-009 (two declarations of one name differ), ASH-SEC-003 (a cycle),
 * ASH-SEC-004 (an input that nobody declares)
 */
export function orderSecrets(declared: readonly DeclaredSecret[]): readonly DeclaredSecret[] {
  const problems = new Diagnostics();
  const byName = new Map<string, DeclaredSecret>();
  for (const secret of declared) {
    const known = byName.get(secret.name);
    if (known !== undefined && canonicalJson(known.recipe) !== canonicalJson(secret.recipe)) {
      problems.add("ASH-GRAPH-009", {
        path: secret.name,
        message: "the secret is declared with two different recipes",
      });
    }
    byName.set(secret.name, known ?? secret);
  }

  const ordered = new Map<string, DeclaredSecret>();
  const visit = (name: string, trail: readonly string[]): void => {
    if (ordered.has(name)) return;
    if (trail.includes(name)) {
      const cycle = trail.slice(trail.indexOf(name));
      problems.add("ASH-SEC-003", {
        path: first(cycle),
        message: "the secrets are derived from one another",
        value: cycle,
      });
      return;
    }
    const secret = byName.get(name);
    if (secret === undefined) {
      const by = trail.at(-1) ?? name;
      problems.add("ASH-SEC-004", {
        path: by,
        message: "the secret is derived from one that nobody declares",
        value: name,
      });
      return;
    }
    for (const input of inputsOf(secret.recipe)) visit(input, [...trail, name]);
    ordered.set(name, secret);
  };
  for (const name of [...byName.keys()].sort()) visit(name, []);
  problems.throwIfErrors();
  return [...ordered.values()];
}

/** The names of the secrets that a recipe needs. */
export function inputsOf(recipe: SecretRecipe): readonly string[] {
  return recipe.kind === "derived" ? recipe.from : [];
}

function first(names: readonly string[]): string {
  return [...names].sort()[0] ?? "";
}
