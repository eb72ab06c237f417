import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { AshlarError, diagnostic, type Diagnostic } from "../../constructs/model/diagnostics";
import type { Target } from "../../constructs/model/target";
import { writeOutput } from "../../constructs/state/output-folder";
import { environmentFilePath } from "../../stacks/config/environment-file";
import { PRESETS } from "../../stacks/config/stack";
import { loadPlatform, type Reference } from "../../stacks/load";
import type { Repository } from "../git/repository";
import { layoutOf } from "../layout";
import { outputFiles } from "../output-files";
import { renderTarget } from "../render-target";
import type { Terminal } from "../terminal";
import { isBelow, linkSurroundings } from "./checkout";

/** What is rendered, and how. */
export interface SideOptions {
  readonly reference: Reference;
  /** Undefined: `dev`, or the environment of the platform that a module exports. */
  readonly environment: string | undefined;
  readonly targets: readonly Target[];
  readonly settings: readonly string[];
  readonly terminal: Terminal;
}

/** A side that was rendered. */
export interface RenderedSide {
  readonly platform: string;
  readonly environment: string;
}

/**
 * Renders a platform into a folder, a folder below it for each target.
 *
 * @param folder where settings are looked for: the working folder, or the same of another commit
 */
export async function renderSide(
  { reference, environment, targets, settings, terminal }: SideOptions,
  folder: string,
  out: string,
): Promise<RenderedSide> {
  // What an environment keeps is in no commit, and holds for both sides.
  const name = reference.kind === "stack" ? reference.name : "";
  const layout = layoutOf({
    folder: terminal.folder,
    out: undefined,
    targets,
    name,
    environment: environment ?? "dev",
  });
  const environmentFolder = reference.kind === "stack" ? layout.environmentFolder : folder;
  const { platform } = await loadPlatform(reference, {
    environment,
    settings,
    variables: terminal.variables,
    folder,
    environmentFolder,
  });
  mkdirSync(out, { recursive: true });
  for (const target of targets) writeOutput(join(out, target), outputFiles(renderTarget(platform, target)));
  return { platform: platform.node.id, environment: platform.spec.environment };
}

/** A commit whose platform can be rendered. */
export interface CheckedOut {
  /** What the commit has at the working folder. */
  readonly folder: string;
  /** Where all of it is. */
  readonly checkout: string;
  /** How the user calls the commit. */
  readonly ref: string;
  readonly repository: Repository;
}

/**
 * Writes a commit's files into a folder, with the packages of the work tree.
 *
 * @throws AshlarError ASH-DIFF-007 when git refuses, ASH-INPUT-002 for a module that no commit can have
 */
export async function checkedOut(
  { ref, commit, repository }: { readonly ref: string; readonly commit: string; readonly repository: Repository },
  reference: Reference,
  terminal: Terminal,
  checkout: string,
): Promise<CheckedOut> {
  const here = realpathSync(terminal.folder);
  const module = reference.kind === "module" && existsSync(reference.file) ? realpathSync(reference.file) : undefined;
  if (module !== undefined && !isBelow(repository.root, module))
    AshlarError.throw("ASH-INPUT-002", {
      path: reference.kind === "module" ? reference.file : "",
      message: "the module is outside of the repository, so no commit has it",
      allowed: `a module below ${repository.root}`,
      cure: "name a folder of rendered files as the base",
    });
  await repository.checkOut(commit, checkout);
  await linkSurroundings(repository, checkout, [here, ...(module === undefined ? [] : [dirname(module)])]);
  return { folder: join(checkout, relative(repository.root, here)), checkout, ref, repository };
}

/**
 * Renders the platform of a commit as {@link renderSide} does.
 *
 * @returns undefined when the commit has no such platform yet
 * @throws AshlarError ASH-DIFF-005 with every problem when it cannot be rendered
 */
export async function renderCommit(
  options: SideOptions,
  { folder, checkout, ref, repository }: CheckedOut,
  out: string,
): Promise<RenderedSide | undefined> {
  const { terminal } = options;
  const reference = referenceIn(options.reference, repository.root, checkout);
  if (reference.kind === "module" && !existsSync(reference.file)) return undefined;
  if (!existsSync(folder)) return undefined;
  if (reference.kind === "stack" && isNewEnvironment(options.environment ?? "dev", terminal.folder, folder))
    return undefined;
  try {
    return await workingIn(folder, terminal, () => renderSide({ ...options, reference }, folder, out));
  } catch (error) {
    if (!AshlarError.is(error)) throw error;
    const problems = error.diagnostics.map((item) => placed(item, checkout, ref));
    const refusal = new AshlarError([
      diagnostic("ASH-DIFF-005", { path: ref, message: "the platform of the base cannot be rendered" }),
      ...problems,
    ]);
    refusal.cause = error;
    throw refusal;
  }
}

/** The same module of the checkout. */
function referenceIn(reference: Reference, root: string, checkout: string): Reference {
  if (reference.kind === "stack") return reference;
  const file = existsSync(reference.file) ? realpathSync(reference.file) : reference.file;
  return { kind: "module", file: join(checkout, relative(root, file)) };
}

/** Sizes that a stack does not bring come with the environment's file. */
function isNewEnvironment(environment: string, head: string, base: string): boolean {
  if (PRESETS.some((preset) => preset === environment)) return false;
  return existsSync(environmentFilePath(head, environment)) && !existsSync(environmentFilePath(base, environment));
}

/** A module may read files beside it from the working folder: those of its own commit. */
async function workingIn<Result>(folder: string, terminal: Terminal, work: () => Promise<Result>): Promise<Result> {
  const here = process.cwd();
  if (realpathSync(terminal.folder) !== realpathSync(here)) return work();
  process.chdir(folder);
  try {
    return await work();
  } finally {
    process.chdir(here);
  }
}

/** A problem of the base by the name that its user knows, as git writes it: `main:platform.ts`. */
function placed(item: Diagnostic, checkout: string, ref: string): Diagnostic {
  const plain = (text: string): string => text.replaceAll(`${checkout}/`, `${ref}:`).replaceAll(checkout, `${ref}:`);
  const path = plain(item.path);
  return {
    ...item,
    path: path.startsWith(`${ref}:`) ? path : `${ref}:${path}`,
    message: plain(item.message),
    cure: plain(item.cure),
    ...(item.value === undefined ? {} : { value: plain(item.value) }),
  };
}
