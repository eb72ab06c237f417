import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const OTHERS = 0o077;
const WITHOUT_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/** Makes a folder that its owner alone can enter. One that others can enter is closed to them. */
export function ensurePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  if ((statSync(folder).mode & OTHERS) !== 0) chmodSync(folder, FOLDER_MODE);
}

/**
 * Reads a file that its owner alone should read, and closes it to others if it was open.
 *
 * @returns undefined when there is no such file, or nothing in it
 */
export function readPrivate(file: string): Buffer | undefined {
  if (!existsSync(file)) return undefined;
  if ((statSync(file).mode & OTHERS) !== 0) chmodSync(file, FILE_MODE);
  const content = readFileSync(file);
  return content.length === 0 ? undefined : content;
}

/**
 * Makes a file of mode 0600: whole or not at all, and never over another one.
 *
 * @throws Error with code `EEXIST` when something is there already
 */
export function createPrivate(file: string, content: Buffer): void {
  const temporary = writeTemporary(file, content);
  try {
    // Unlike a rename, a link fails when its name is taken.
    linkSync(temporary, file);
  } catch (error) {
    if (!WITHOUT_LINKS.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    // Some file systems know no links. Claiming the name first keeps the promise; a crash between the two leaves an
    // empty file, which counts as absent.
    closeSync(openSync(file, "wx", FILE_MODE));
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Writes a file of mode 0600, in place of what was there, so that a reader sees the old content or the new one. */
export function replacePrivate(file: string, content: Buffer): void {
  const temporary = writeTemporary(file, content);
  try {
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeTemporary(file: string, content: Buffer): string {
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString("hex")}`);
  const descriptor = openSync(temporary, "wx", FILE_MODE);
  try {
    // Goes on after a short write, and fails when the rest cannot be written.
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return temporary;
}
