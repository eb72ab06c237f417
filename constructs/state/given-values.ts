import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AshlarError, diagnostic, Diagnostics, type Diagnostic } from "../model/diagnostics";
import type { SecretMaterial } from "../render/material";
import { missingSecrets, resolveSecrets, type ResolvedSecrets } from "../secrets/resolve";

/** Where a user puts the secrets that only a user knows. */
export interface GivenSources {
  /** Environment variables; `smtp-password` is `ASHLAR_SECRET_SMTP_PASSWORD`. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** A folder with one file for each secret, named like it. One newline at the end of a file is not part of the value. */
  readonly folder?: string;
}

/** The environment variable that gives a secret's value. */
function secretVariable(name: string): string {
  return `ASHLAR_SECRET_${name.replace(/-/g, "_").toUpperCase()}`;
}

/**
 * Collects the values that a user gives. A generated secret may be given as well, for example a password that a database
 * has already; a derived one follows from others and cannot be.
 *
 * @throws Error of the file system when a file is there and cannot be read
 */
export function givenValues(secrets: readonly SecretMaterial[], sources: GivenSources): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { name, recipe } of secrets) {
    if (recipe.kind === "derived") continue;
    const value = sources.variables[secretVariable(name)] ?? readGiven(sources.folder, name);
    if (value !== undefined && value !== "") values.set(name, value);
  }
  return values;
}

/**
 * Resolves secrets from what is known of them, and tells every one that a user still has to give.
 *
 * @param encrypted secrets that the environment file holds in a form that is not read here
 * @throws AshlarError with all problems: given secrets that are missing (ASH-INPUT-003), and those of `resolveSecrets`
 */
export function resolveGiven(
  secrets: readonly SecretMaterial[],
  known: ReadonlyMap<string, string>,
  encrypted: readonly string[],
): ResolvedSecrets {
  const problems = new Diagnostics();
  const missing = new Set(attempt(() => missingSecrets(secrets, new Set(known.keys())), problems)?.given);
  for (const secret of secrets.filter(({ name }) => missing.has(name))) {
    problems.addAll([missingGiven(secret, encrypted.includes(secret.name))]);
  }
  const resolved = attempt(() => resolveSecrets(secrets, known), problems);
  problems.throwIfErrors();
  // Without an error there is a result.
  return resolved as ResolvedSecrets;
}

function missingGiven(secret: SecretMaterial, encrypted: boolean): Diagnostic {
  const what = secret.recipe.kind === "given" ? secret.recipe.describe : "a value that only a user knows";
  const kept = encrypted ? "; the environment file has it encrypted, which is not read here" : "";
  return diagnostic("ASH-INPUT-003", {
    path: `secret ${secret.name}`,
    message: `the secret is not given: ${what}${kept}`,
    cure: `set ${secretVariable(secret.name)}, or write it to a file ${secret.name} in the folder of --secrets-from`,
  });
}

function attempt<Result>(work: () => Result, problems: Diagnostics): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!AshlarError.is(error)) throw error;
    problems.addAll(error.diagnostics);
    return undefined;
  }
}

function readGiven(folder: string | undefined, name: string): string | undefined {
  if (folder === undefined || !existsSync(join(folder, name))) return undefined;
  return readFileSync(join(folder, name), "utf8").replace(/\r?\n$/, "");
}
