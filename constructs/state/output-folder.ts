import { randomBytes } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
  type Stats,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { AshlarError, diagnostic, type Diagnostic } from "../model/diagnostics";
import type { ArtifactFile } from "../render/artifact";
import { PLACE_CODES } from "./codes";

/** The list of what is ours in an output folder, relative to it. */
export const FILE_LIST = ".ashlar/files.json";

// Containers read what is mounted from here as users of their own, whatever the umask of whoever renders.
const MODE = 0o644;
const EXECUTABLE_MODE = 0o755;

/** What became of an output folder. Paths are relative to it and sorted. */
export interface WriteReport {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Files of an earlier render that this one does not have. */
  readonly removed: readonly string[];
}

/**
 * Writes a render into its folder: each file whole, in place of the one before; what an earlier render left behind is
 * removed, and files of others are not touched.
 *
 * @throws AshlarError ASH-TARGET-005 and ASH-PLACE-002, before anything is written: see {@link refuseForeign}
 */
export function writeOutput(folder: string, files: readonly ArtifactFile[]): WriteReport {
  refuseForeign([{ folder, files }]);
  const before = readList(folder);
  const paths = files.map(({ path }) => path).sort();
  const wanted = new Set(paths);
  const removed = before.filter((path) => !wanted.has(path));
  const pass: Pass = { folder, mark: randomBytes(6).toString("hex"), made: new Set() };
  // The list names the old and the new while both may be there, so that a stop in the middle loses track of neither.
  writeList(pass, [...new Set([...before, ...paths])].sort());
  const written = new Set(files.filter((file) => writeWhole(pass, file)).map(({ path }) => path));
  for (const path of removed) removeFile(folder, path);
  writeList(pass, paths);
  return { written: [...written].sort(), unchanged: paths.filter((path) => !written.has(path)), removed };
}

/** One pass over a folder. */
interface Pass {
  readonly folder: string;
  /** Part of every temporary name: no other pass, also of another process, has the same. */
  readonly mark: string;
  /** Folders that are known to be there. */
  readonly made: Set<string>;
}

/** A folder, and what is to be written into it. */
export interface Output {
  readonly folder: string;
  readonly files: readonly ArtifactFile[];
}

/**
 * Refuses folders in which something of others is in the way, before anything is written to any of them. The folder that
 * the user names may be a link; below it none is followed, for writing nor for removing.
 *
 * @throws AshlarError ASH-TARGET-005 for each file, ASH-PLACE-002 for each link that stands where a folder should
 */
export function refuseForeign(outputs: readonly Output[]): void {
  const problems = outputs.flatMap(({ folder, files }) => {
    if (statOf(folder) === undefined) return [];
    // The list says what else to look at, and is itself read only where no link leads to it.
    const misled = [...foldersInTheWay(folder, [FILE_LIST]), ...linkInTheWay(join(folder, FILE_LIST))];
    if (misled.length > 0) return misled;
    const ours = new Set(readList(folder));
    return [
      ...foldersInTheWay(folder, [...ours, ...files.map(({ path }) => path)]),
      ...files.flatMap(({ path }) => fileInTheWay(join(folder, path), ours.has(path))),
    ];
  });
  if (problems.length > 0) throw new AshlarError(problems);
}

/** What stands where files need folders above them, and is none. */
function foldersInTheWay(folder: string, paths: readonly string[]): readonly Diagnostic[] {
  const above = new Set(paths.flatMap(foldersAbove));
  return [...above].sort().flatMap((path) => {
    const place = join(folder, path);
    const stats = statOf(place);
    if (stats === undefined || stats.isDirectory()) return [];
    return stats.isSymbolicLink()
      ? linkInTheWay(place)
      : [diagnostic("ASH-TARGET-005", { path: place, message: "a file is where a folder is needed" })];
  });
}

function linkInTheWay(place: string): readonly Diagnostic[] {
  if (statOf(place)?.isSymbolicLink() !== true) return [];
  return [diagnostic(PLACE_CODES.symbolicLink, { path: place, message: "the link leads out of the rendered folder" })];
}

function fileInTheWay(place: string, isOurs: boolean): readonly Diagnostic[] {
  const stats = statOf(place);
  if (stats === undefined || (isOurs && !stats.isDirectory())) return [];
  const message = stats.isDirectory()
    ? "a folder is where a file is needed"
    : "the file is there and no render of ours made it";
  return [diagnostic("ASH-TARGET-005", { path: place, message })];
}

/** `a/b/c` lies in `a` and `a/b`. */
function foldersAbove(path: string): readonly string[] {
  const segments = path.split("/").slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join("/"));
}

function readList(folder: string): readonly string[] {
  const file = join(folder, FILE_LIST);
  if (statOf(file) === undefined) return [];
  const list: unknown = parseJson(readFileSync(file, "utf8"));
  const files = typeof list === "object" && list !== null && "files" in list ? list.files : undefined;
  if (!Array.isArray(files) || !files.every((path) => typeof path === "string")) {
    return AshlarError.throw("ASH-INPUT-006", {
      path: file,
      message: "the list of our files cannot be understood",
      cure: "remove the folder and render again",
    });
  }
  // The list decides what is removed: a path that leads out of the folder is nobody's of ours.
  return files.filter((path) => path !== "" && !path.startsWith("/") && !path.split("/").includes("..")).sort();
}

function writeList(pass: Pass, files: readonly string[]): void {
  writeWhole(pass, { path: FILE_LIST, text: `${JSON.stringify({ files }, undefined, 2)}\n` });
}

/** Whether the file had to be written; one that is the same keeps its time. */
function writeWhole({ folder, mark, made }: Pass, { path, text, executable }: ArtifactFile): boolean {
  const file = join(folder, path);
  const mode = executable === true ? EXECUTABLE_MODE : MODE;
  const stats = statOf(file);
  if (stats?.isFile() === true && (stats.mode & 0o777) === mode && readFileSync(file, "utf8") === text) return false;
  const above = dirname(file);
  if (!made.has(above)) mkdirSync(above, { recursive: true });
  made.add(above);
  const temporary = join(above, `.${basename(file)}.${mark}`);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    chmodSync(temporary, mode);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return true;
}

/** Removes a file, and the folders above it that are empty then. A folder in its place is somebody's, and stays. */
function removeFile(folder: string, path: string): void {
  if (statOf(join(folder, path))?.isDirectory() === true) return;
  rmSync(join(folder, path), { force: true });
  for (let above = dirname(path); above !== "."; above = dirname(above)) {
    try {
      rmdirSync(join(folder, above));
    } catch {
      return;
    }
  }
}

/** Undefined when nothing is there, also because what should be a folder above it is none. */
function statOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
