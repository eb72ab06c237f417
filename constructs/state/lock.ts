import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { createPrivate, replacePrivate } from "./private-file";
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
  const own = `${process.pid} ${hostname()} ${randomBytes(8).toString("hex")}\n`;
  if (!tryLock(file, own)) takeOver(file, own);
  try {
    return await work();
  } finally {
    // Somebody may have removed the lock by hand; the one that is there then is another's.
    if (read(file) === own) rmSync(file, { force: true });
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** The lock appears with its holder in it, or not at all. */
function tryLock(file: string, own: string): boolean {
  try {
    createPrivate(file, Buffer.from(own));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Takes the lock of a process that is gone: the machine stopped in the middle. Every file is whole or absent, so going
 * on is safe. One process at a time may do this, and it puts its own lock in the old one's place in one step: at no
 * moment is there none, which a third process could use.
 */
function takeOver(file: string, own: string): void {
  refuseWhileAlive(file);
  const claim = `${file}.takeover`;
  if (!tryLock(claim, own)) throw new TroubleError("ASH-STATE-001", claim, "another process is taking over the lock");
  try {
    // Asked again, because another process may have taken it over, and may be at work, since it was asked first.
    refuseWhileAlive(file);
    replacePrivate(file, Buffer.from(own));
  } finally {
    rmSync(claim, { force: true });
  }
}

/** A lock that names nobody is believed: it cannot be told whose it is. */
function refuseWhileAlive(file: string): void {
  const text = read(file);
  if (text === undefined) throw new TroubleError("ASH-STATE-001", file, "another process had the lock just now");
  const holder = parseHolder(text);
  if (holder === undefined) throw new TroubleError("ASH-STATE-001", file, "the lock does not say whose it is");
  if (mayBeAlive(holder)) {
    throw new TroubleError("ASH-STATE-001", file, `process ${holder.pid} on ${holder.host} is changing this folder`);
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function parseHolder(text: string): Holder | undefined {
  const [pid = "", host = ""] = text.trim().split(" ");
  return /^\d+$/.test(pid) && host !== "" ? { pid: Number(pid), host } : undefined;
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
