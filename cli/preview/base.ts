import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { AshlarError } from "../../constructs/model/diagnostics";
import { TARGETS } from "../../constructs/model/target";
import type { Git } from "../git/git";
import { repositoryOf, type Repository } from "../git/repository";
import { REPORT_FILE } from "../output-files";

/** What a platform is compared with. */
export type Base =
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "commit"; readonly ref: string; readonly commit: string; readonly repository: Repository };

/** What a user says of it. */
export interface BaseOptions {
  readonly base?: string;
  readonly allowDirty?: boolean;
}

/** A base, and what a reader must know of it. */
export interface ChosenBase {
  readonly base: Base;
  readonly notes: readonly string[];
}

/**
 * Tells what a user means: a folder of rendered files, or a commit of the repository that the working folder is in. Unless
 * it is said, the folder that `synth` writes to.
 *
 * @throws AshlarError ASH-DIFF-002 (neither), ASH-DIFF-003 (no repository), ASH-DIFF-004 (changes that are not committed),
 * ASH-DIFF-006 (both), ASH-INPUT-003 (not said, and nothing was rendered)
 */
export async function chosenBase(options: BaseOptions, folder: string, git: Git): Promise<ChosenBase> {
  const { base: named } = options;
  if (named === undefined) return { base: rendered(folder), notes: [] };
  const path = resolve(folder, named);
  const stats = statSync(path, { throwIfNoEntry: false });
  const isFolder = stats?.isDirectory() === true;
  const isPath = /^\.{0,2}\/|^\.{1,2}$|[\\/]$/.test(named) || stats?.isFile() === true;
  if (isPath) {
    if (isFolder) return { base: { kind: "folder", path }, notes: [] };
    const message = stats === undefined ? "no such folder" : "not a folder";
    return AshlarError.throw("ASH-DIFF-002", { path: "--base", message, value: named });
  }
  const repository = isFolder ? await repositoryIfAny(git, folder) : await repositoryFor(named, git, folder);
  const commit = await repository?.commitOf(named);
  if (isFolder) {
    if (commit === undefined) return { base: { kind: "folder", path }, notes: [] };
    return AshlarError.throw("ASH-DIFF-006", {
      path: "--base",
      message: "there is a folder and a commit of this name",
      value: named,
      cure: `write ./${named} for the folder, or the whole name of the commit, for example refs/heads/${named}`,
    });
  }
  if (repository === undefined || commit === undefined)
    return AshlarError.throw("ASH-DIFF-002", {
      path: "--base",
      message: "no folder of this name, and no branch, tag or commit",
      value: named,
    });
  return {
    base: { kind: "commit", ref: named, commit, repository },
    notes: await notesOf(repository, commit, options),
  };
}

function rendered(folder: string): Base {
  const path = join(folder, "out");
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return { kind: "folder", path };
  return AshlarError.throw("ASH-INPUT-003", {
    path: "--base",
    message: `nothing to compare with: no base is named, and there is no folder ${path}`,
    cure: "name one, for example --base origin/main or --base <folder of rendered files>",
  });
}

async function repositoryIfAny(git: Git, folder: string): Promise<Repository | undefined> {
  try {
    return await repositoryOf(git, folder);
  } catch (error) {
    // A folder is a base also where there is no repository, and no git.
    if (AshlarError.is(error)) return undefined;
    throw error;
  }
}

async function repositoryFor(named: string, git: Git, folder: string): Promise<Repository> {
  try {
    return await repositoryOf(git, folder);
  } catch (error) {
    if (!AshlarError.is(error)) throw error;
    throw new AshlarError(error.diagnostics.map((it) => ({ ...it, message: `no folder ${named}: ${it.message}` })));
  }
}

const MOST_FILES = 5;

async function notesOf(
  repository: Repository,
  commit: string,
  { base = "", allowDirty = false }: BaseOptions,
): Promise<readonly string[]> {
  const changed = await repository.changedFiles();
  const head = await repository.commitOf("HEAD");
  const files = `${changed.slice(0, MOST_FILES).join(", ")}${changed.length > MOST_FILES ? ` and ${changed.length - MOST_FILES} more` : ""}`;
  if (changed.length > 0 && !allowDirty)
    AshlarError.throw("ASH-DIFF-004", {
      path: repository.root,
      message: `the work tree has changes that no commit has, so what is previewed is not what was pushed: ${files}`,
    });
  const isBehind = head !== undefined && !(await repository.isBefore(commit, head));
  return [
    `Compared with ${base}, commit ${commit.slice(0, 12)}.`,
    ...(changed.length > 0 ? [`Changes that are not committed are part of it: ${files}.`] : []),
    ...(isBehind
      ? [
          `${base} has commits that this branch lacks, and what they did is told as undone: compare with what \`git merge-base ${base} HEAD\` prints.`,
        ]
      : []),
  ];
}

/**
 * Where a folder of rendered files has an environment; undefined when it has others and not this one.
 *
 * @param isAlone one environment is asked for, so that the folder may be its own
 */
export function environmentFolder(
  path: string,
  platform: string,
  environment: string,
  isAlone: boolean,
): string | undefined {
  const isThere = (folder: string): boolean => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  const own = [join(path, platform, environment), join(path, environment)].find(isThere);
  if (own !== undefined) return own;
  if (!isAlone) return undefined;
  const targets: readonly string[] = TARGETS;
  const hasOthers = readdirSync(path, { withFileTypes: true }).some(
    (entry) => entry.isDirectory() && !targets.includes(entry.name) && isRendered(join(path, entry.name)),
  );
  return hasOthers ? undefined : path;
}

/** Whether a folder, or one below it by the name of a target or environment, is a render of ours. */
function isRendered(folder: string): boolean {
  const places = [folder, ...TARGETS.map((target) => join(folder, target))];
  return places.some((place) => existsSync(join(place, REPORT_FILE)));
}
