import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { AshlarError, diagnostic, Diagnostics, type Diagnostic } from "../model/diagnostics";
import type { SecretMaterial } from "../render/material";
import { formatProblems } from "../secrets/given-format";
import { missingSecrets, resolveSecrets, type ResolvedSecrets } from "../secrets/resolve";
import { nearest } from "./nearest";

/** Where a user puts the secrets that only a user knows. */
export interface GivenSources {
  /** Environment variables; `smtp-password` is `ASHLAR_SECRET_SMTP_PASSWORD`. They come before the folder's files. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /**
   * A folder with one file for each secret, named like it. One newline at the end of a file is not part of the value.
   * Hidden files are passed over: version control and Kubernetes put theirs beside them.
   */
  readonly folder?: string;
}

/** What a user gives. */
export interface GivenValues {
  /** Values by secret. */
  readonly values: ReadonlyMap<string, string>;
  readonly warnings: readonly Diagnostic[];
}

const PREFIX = "ASHLAR_SECRET_";

/** The environment variable that gives a secret's value. */
function secretVariable(name: string): string {
  return `${PREFIX}${name.replace(/-/g, "_").toUpperCase()}`;
}

/**
 * Collects the values that a user gives. A generated secret may be given as well, for example a password that a database
 * has already; a derived one follows from others and cannot be. What is given under a name that no secret has would
 * silently not be used: a file of such a name is an error, and so is a variable whose name is close to a known one. Any
 * other variable may be another platform's, and is a warning. An empty variable gives nothing.
 *
 * @throws AshlarError with all problems: ASH-INPUT-006 (no such folder), ASH-INPUT-001 (a name that no secret has),
 * ASH-INPUT-002 (a derived secret), ASH-INPUT-003 (an empty file)
 * @throws Error of the file system when a file is there and cannot be read
 */
export function givenValues(secrets: readonly SecretMaterial[], sources: GivenSources): GivenValues {
  const problems = new Diagnostics();
  const values = new Map<string, string>();
  for (const [name, value] of [
    ...fromFiles(secrets, sources, problems),
    ...fromVariables(secrets, sources, problems),
  ]) {
    values.set(name, value);
  }
  problems.throwIfErrors();
  return { values, warnings: problems.items };
}

type Given = readonly [name: string, value: string];

function fromFiles(
  secrets: readonly SecretMaterial[],
  { folder }: GivenSources,
  problems: Diagnostics,
): readonly Given[] {
  if (folder === undefined || !isFolder(folder, problems)) return [];
  const names = readdirSync(folder).filter((name) => !name.startsWith("."));
  return names.sort().flatMap((name): readonly Given[] => {
    const path = join(folder, name);
    const secret = secrets.find((item) => item.name === name);
    if (secret === undefined) {
      const meant = nearest(name, giveable(secrets));
      problems.add("ASH-INPUT-001", {
        path,
        message: "no secret has the file's name",
        value: name,
        allowed: giveable(secrets).join(" | "),
        cure: meant === undefined ? "rename it, or remove it" : `rename it to ${meant}, or remove it`,
      });
      return [];
    }
    if (refuseDerived(path, secret, problems)) return [];
    const value = readFileSync(path, "utf8").replace(/\r?\n$/, "");
    if (value !== "") return [[name, value]];
    problems.add("ASH-INPUT-003", { path, message: "the file is empty", cure: "write the value to it, or remove it" });
    return [];
  });
}

function fromVariables(
  secrets: readonly SecretMaterial[],
  { variables }: GivenSources,
  problems: Diagnostics,
): readonly Given[] {
  const given = Object.entries(variables).filter(([variable]) => variable.startsWith(PREFIX));
  return given.flatMap(([variable, value = ""]): readonly Given[] => {
    if (value === "") return [];
    const secret = secrets.find(({ name }) => secretVariable(name) === variable);
    if (secret !== undefined) return refuseDerived(variable, secret, problems) ? [] : [[secret.name, value]];
    const known = giveable(secrets).map(secretVariable);
    // Without the part that all of them share, or every short name would be close.
    const meant = nearest(
      variable.slice(PREFIX.length),
      known.map((name) => name.slice(PREFIX.length)),
    );
    problems.add("ASH-INPUT-001", {
      severity: meant === undefined ? "warning" : "error",
      path: variable,
      message: "no secret has the variable's name",
      allowed: known.join(" | "),
      cure: meant === undefined ? "unset it, unless it is another platform's" : `write ${PREFIX}${meant}, or unset it`,
    });
    return [];
  });
}

/** Names of the secrets that a user may give. */
function giveable(secrets: readonly SecretMaterial[]): readonly string[] {
  return secrets.filter(({ recipe }) => recipe.kind !== "derived").map(({ name }) => name);
}

function isFolder(folder: string, problems: Diagnostics): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return true;
  problems.add("ASH-INPUT-006", {
    path: "--secrets-from",
    message: stats === undefined ? "no such folder" : "not a folder",
    value: folder,
    allowed: "a folder with one file for each secret, named like it",
    cure: "correct the path, or leave the option out",
  });
  return false;
}

function refuseDerived(path: string, { name, recipe }: SecretMaterial, problems: Diagnostics): boolean {
  if (recipe.kind !== "derived") return false;
  problems.add("ASH-INPUT-002", {
    path,
    message: `the secret ${name} follows from ${recipe.from.join(" and ")}, and cannot be given`,
    cure: `remove it; give ${recipe.from.join(" and ")} instead, if it must be a certain one`,
  });
  return true;
}

/** What is known of secrets beside their values. */
export interface ResolveOptions {
  /** Secrets that the environment file holds in a form that is not read here. */
  readonly encrypted: readonly string[];
  /** Secrets whose values were taken by an earlier init. */
  readonly kept: ReadonlySet<string>;
  /** The present. */
  readonly now: Date;
}

/**
 * Resolves secrets from what is known of them, and tells every one that a user still has to give.
 *
 * @throws AshlarError with all problems: given secrets that are missing (ASH-INPUT-003), those of `resolveSecrets`, and
 * those of `formatProblems` that a value given now has a part in
 */
export function resolveGiven(
  secrets: readonly SecretMaterial[],
  known: ReadonlyMap<string, string>,
  { encrypted, kept, now }: ResolveOptions,
): ResolvedSecrets {
  const problems = new Diagnostics();
  const missing = new Set(attempt(() => missingSecrets(secrets, new Set(known.keys())), problems)?.given);
  for (const secret of secrets.filter(({ name }) => missing.has(name))) {
    problems.addAll([missingGiven(secret, encrypted.includes(secret.name))]);
  }
  for (const problem of formatProblems(secrets, known, now)) {
    if (!problem.secrets.every((name) => kept.has(name))) problems.addAll([problem.diagnostic]);
  }
  const resolved = attempt(() => resolveSecrets(secrets, known), problems);
  problems.throwIfErrors();
  // Without an error there is a result.
  return resolved as ResolvedSecrets;
}

/**
 * What has become wrong with given values since an earlier init took them, a certificate's expiry above all. They are not
 * replaced here, so it is told and stops nothing.
 */
export function keptWarnings(
  secrets: readonly SecretMaterial[],
  known: ReadonlyMap<string, string>,
  { kept, now }: ResolveOptions,
): readonly Diagnostic[] {
  return formatProblems(secrets, known, now)
    .filter((problem) => problem.secrets.every((name) => kept.has(name)))
    .map(({ diagnostic: problem, secrets: names }) => ({
      ...problem,
      severity: "warning",
      cure: `remove the kept ${names.join(" and ")}, and run init again with what takes its place`,
    }));
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
