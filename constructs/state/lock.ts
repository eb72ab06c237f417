import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { TroubleError } from "./trouble";

/** Name of the lock inside an environment's folder. */
export const LOCK_FILE = ".init.lock";

/**
 * Runs `work` while nobody else may change the folder, so that two inits at once cannot make two authorities.
 *
 * @throws TroubleError ASH-STATE-001 when another process that still lives holds the lock
 */
export async function withLock<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, LOCK_FILE);
  if (!tryLock(file)) {
    const holder = readHolder(file);
    if (holder !== undefined && mayBeAlive(holder)) {
      throw new TroubleError("ASH-STATE-001", file, `process ${holder.pid} on ${holder.host} is changing this folder`);
    }
    // Its process is gone: the machine stopped in the middle. Every file is whole or absent, so going on is safe.
    rmSync(file, { force: true });
    if (!tryLock(file)) throw new TroubleError("ASH-STATE-001", file, "another process took the lock just now");
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
}

function tryLock(file: string): boolean {
  try {
    const descriptor = openSync(file, "wx", 0o600);
    writeSync(descriptor, `${process.pid} ${hostname()}\n`);
    closeSync(descriptor);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    const [pid = "", host = ""] = readFileSync(file, "utf8").trim().split(" ");
    return /^\d+$/.test(pid) && host !== "" ? { pid: Number(pid), host } : undefined;
  } catch {
    return undefined;
  }
}

/** A process of another host cannot be asked, and so is believed. */
function mayBeAlive({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
