import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { AshlarError } from "../../constructs/model/diagnostics";
import { gitOutput, wordsOf, type Git } from "./git";

/** A repository that is read and never written to. */
export interface Repository {
  /** Absolute path of its work tree, links followed. */
  readonly root: string;
  /** The commit that a name means; undefined where it means none. */
  commitOf(name: string): Promise<string | undefined>;
  /** Files that git keeps and that differ from the last commit, relative to the root. */
  changedFiles(): Promise<readonly string[]>;
  /** Whether one commit comes before another, or is the same. */
  isBefore(commit: string, other: string): Promise<boolean>;
  /** Whether git keeps a file, by its path relative to the root. */
  keeps(path: string): Promise<boolean>;
  /** Writes the files of a commit into a folder. No work tree is registered, no hook runs, no index of the user's changes. */
  checkOut(commit: string, folder: string): Promise<void>;
}

/**
 * The repository that a folder is in.
 *
 * @throws AshlarError ASH-DIFF-003 when it is in none
 */
export async function repositoryOf(git: Git, folder: string): Promise<Repository> {
  const { code, stdout, stderr } = await git(folder, ["rev-parse", "--show-toplevel"]);
  if (code !== 0)
    AshlarError.throw("ASH-DIFF-003", {
      path: folder,
      message: `a base that is a commit needs a git repository; git says: ${wordsOf(stderr)}`,
    });
  const root = realpathSync(stdout.replace(/\n$/, ""));
  return {
    root,
    async commitOf(name) {
      // An option is no name.
      if (name.startsWith("-")) return undefined;
      const answer = await git(root, ["rev-parse", "--verify", "--quiet", `${name}^{commit}`]);
      return answer.code === 0 ? answer.stdout.trim() : undefined;
    },
    async changedFiles() {
      const told = await gitOutput(git, root, [
        "status",
        "--porcelain=v1",
        "-z",
        "--untracked-files=no",
        "--no-renames",
      ]);
      return told.split("\0").flatMap((entry) => (entry === "" ? [] : [entry.slice(3)]));
    },
    async isBefore(commit, other) {
      const answer = await git(root, ["merge-base", "--is-ancestor", commit, other]);
      return answer.code === 0;
    },
    async keeps(path) {
      const answer = await git(root, ["ls-files", "--error-unmatch", "--", `:(top,literal)${path}`]);
      return answer.code === 0;
    },
    async checkOut(commit, target) {
      mkdirSync(target, { recursive: true });
      const index = join(target, "..", "index");
      await gitOutput(git, root, ["read-tree", commit], index);
      await gitOutput(git, root, ["checkout-index", "--all", "--quiet", `--prefix=${target}/`], index);
    },
  };
}
