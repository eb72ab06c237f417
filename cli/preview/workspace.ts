import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A folder that is there while something is at work in it. */
export interface Workspace {
  /** Absolute path; nobody else can look into it. */
  readonly folder: string;
  /** Aborted when the process is told to end. */
  readonly signal: AbortSignal;
}

/**
 * Does work that needs a folder, and leaves nothing of it behind: not after an error, not when the process is told to end,
 * nor when somebody ends it from inside.
 */
export async function inWorkspace<Result>(work: (workspace: Workspace) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "ashlar-preview-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const controller = new AbortController();
  let told: NodeJS.Signals | undefined;
  const end = (signal: NodeJS.Signals): void => {
    // Who asks again does not want to wait for what is at work.
    if (told !== undefined) {
      remove();
      leave();
      process.kill(process.pid, signal);
      return;
    }
    told = signal;
    controller.abort();
  };
  const leave = (): void => {
    for (const signal of SIGNALS) process.off(signal, end);
    process.off("exit", remove);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  process.on("exit", remove);
  try {
    return await work({ folder, signal: controller.signal });
  } finally {
    remove();
    leave();
    // As if nobody had listened: whoever started this process sees what ended it.
    if (told !== undefined) process.kill(process.pid, told);
  }
}

/** Lets a signal that has arrived be heard, which nothing is while a platform is rendered. */
export async function breath({ signal }: Workspace): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
