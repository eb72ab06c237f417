import { spawn } from "node:child_process";
import { AshlarError, diagnostic } from "../../constructs/model/diagnostics";
import type { Terminal } from "../terminal";

/** How git ended. */
export interface GitAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs git in a folder with arguments, never through a shell. It waits for its end, also when it is told to stop. */
export type Git = (folder: string, args: readonly string[], index?: string) => Promise<GitAnswer>;

/** A repository is looked at and stays as it is: no lock, no hook, no file of git's own beside the index that is named. */
const UNTOUCHED = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "core.splitIndex=false",
  "core.untrackedCache=false",
  "core.sparseCheckout=false",
];

/**
 * The git that is on the path.
 *
 * Calls throw AshlarError ASH-DIFF-007 when there is no such program.
 */
export function gitClient({ variables }: Pick<Terminal, "variables">, signal: AbortSignal): Git {
  return (folder, args, index) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const env = {
        ...variables,
        LC_ALL: "C",
        GIT_OPTIONAL_LOCKS: "0",
        GIT_TERMINAL_PROMPT: "0",
        ...(index === undefined ? {} : { GIT_INDEX_FILE: index }),
      };
      const settings = UNTOUCHED.flatMap((setting) => ["-c", setting]);
      const child = spawn("git", [...settings, ...args], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
      const texts = { stdout: "", stderr: "" };
      for (const stream of ["stdout", "stderr"] as const)
        child[stream].setEncoding("utf8").on("data", (text: string) => (texts[stream] += text));
      const stop = (): void => void child.kill("SIGTERM");
      signal.addEventListener("abort", stop);
      child.on("error", (error) => {
        signal.removeEventListener("abort", stop);
        reject(missing(error));
      });
      child.on("close", (code) => {
        signal.removeEventListener("abort", stop);
        if (signal.aborted) reject(signal.reason as Error);
        else resolve({ code: code ?? 1, ...texts });
      });
    });
}

function missing(error: Error): Error {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") return error;
  return new AshlarError([
    diagnostic("ASH-DIFF-007", {
      path: "git",
      message: "there is no program git on the path",
      cure: "install git, or name a folder of rendered files as the base",
    }),
  ]);
}

/**
 * What git prints.
 *
 * @throws AshlarError ASH-DIFF-007 with git's own words when it fails
 */
export async function gitOutput(git: Git, folder: string, args: readonly string[], index?: string): Promise<string> {
  const { code, stdout, stderr } = await git(folder, args, index);
  if (code === 0) return stdout;
  return AshlarError.throw("ASH-DIFF-007", {
    path: `git ${args[0] ?? ""}`,
    message: wordsOf(stderr) || `git ended with ${code}`,
  });
}

/** The first thing that git complains of, on one line. */
export function wordsOf(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  return (lines.find((line) => /^(?:fatal|error):/.test(line)) ?? lines.find((line) => line !== "") ?? "").slice(
    0,
    300,
  );
}
