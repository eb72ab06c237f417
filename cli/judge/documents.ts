import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { YAMLException } from "js-yaml";
import { AshlarError, type Diagnostics } from "../../constructs/model/diagnostics";
import { MOST_ADDED, readYaml, refuseSize, type ReadYaml } from "../../policies/facts/yaml";
import { filesBelow } from "./files-below";

/** What a folder holds that can be judged, or one file. */
export interface FolderDocuments {
  /** Every Kubernetes object of every file, lists taken apart. */
  readonly objects: readonly object[];
  /** The file of each of them, relative to the folder. */
  readonly sources: readonly string[];
  readonly projects: readonly ComposeProject[];
  /** Files that are part of a Compose project but not its first: Compose would merge them, and that is not done here. */
  readonly overrides: readonly string[];
}

/** A Compose file, and where it stands. */
export interface ComposeProject {
  /** Path relative to the folder. */
  readonly path: string;
  /** Absolute path of the folder that its own paths start from. */
  readonly root: string;
  readonly document: object;
}

/** What texts of files hold. */
export type ParsedTexts = Map<string, ReadYaml>;

/** Files that may hold something to judge. */
const DOCUMENT_FILE = /\.(ya?ml|json)$/;

/** In the order in which Compose looks for them. */
const PROJECT_FILES = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/**
 * Reads every YAML and JSON file of a folder and tells by its content what it is: objects have a kind and an API
 * version, a Compose file has services. What is neither is left alone. A file that is no YAML is a problem
 * (ASH-INPUT-004), one that cannot be read too (ASH-INPUT-006), and one whose aliases stand for too much, alone or with
 * those of the other files (ASH-INPUT-002).
 *
 * @param parsed documents by their text: what two folders have in common is parsed once, and is the same values in both
 */
export function readDocuments(folder: string, problems: Diagnostics, parsed: ParsedTexts = new Map()): FolderDocuments {
  const paths = filesBelow(folder).filter(isDocumentFile);
  const { objects, sources, compose } = sorted(folder, paths, problems, parsed);
  const roots = [...new Set(compose.map(({ root }) => root))];
  const projects = roots.flatMap((root) => firstOf(compose.filter((item) => item.root === root)));
  return {
    objects,
    sources,
    projects,
    overrides: compose.filter((item) => !projects.includes(item)).map(({ path }) => path),
  };
}

/** Reads one file as {@link readDocuments} does. It is judged by itself, whatever stands beside it. */
export function readDocument(file: string, problems: Diagnostics): FolderDocuments {
  const { objects, sources, compose } = sorted(dirname(file), [basename(file)], problems, new Map());
  return { objects, sources, projects: compose, overrides: [] };
}

/** Whether a file may hold something to judge, by its name. */
export function isDocumentFile(path: string): boolean {
  return DOCUMENT_FILE.test(path);
}

/** What files hold, by its kind. */
function sorted(
  folder: string,
  paths: readonly string[],
  problems: Diagnostics,
  parsed: ParsedTexts,
): Pick<FolderDocuments, "objects" | "sources"> & { readonly compose: readonly ComposeProject[] } {
  const objects: object[] = [];
  const sources: string[] = [];
  const compose: ComposeProject[] = [];
  let added = 0;
  for (const path of paths) {
    const read = parse(folder, path, problems, parsed, added);
    added += read.added;
    for (const document of read.documents) {
      if (isObject(document) && isManifest(document)) {
        for (const item of itemsOf(document)) {
          objects.push(item);
          sources.push(path);
        }
      } else if (isObject(document) && isObject(document["services"])) {
        compose.push({ path, root: dirname(join(folder, path)), document });
      }
    }
  }
  return { objects, sources, compose };
}

function firstOf(files: readonly ComposeProject[]): readonly ComposeProject[] {
  const rank = ({ path }: ComposeProject): number => {
    const index = PROJECT_FILES.indexOf(path.split("/").at(-1) ?? "");
    return index === -1 ? PROJECT_FILES.length : index;
  };
  const ranked = [...files].sort((a, b) => rank(a) - rank(b));
  // Files of other names are projects of their own unless the folder has a file of the usual name.
  const [first] = ranked;
  return first !== undefined && rank(first) < PROJECT_FILES.length ? [first] : ranked;
}

/** @param before characters that aliases of other files have added already */
function parse(folder: string, path: string, problems: Diagnostics, parsed: ParsedTexts, before: number): ReadYaml {
  try {
    const read = documentsOf(readFileSync(join(folder, path), "utf8"), path, parsed);
    return before + read.added > MOST_ADDED ? refuseSize(path) : read;
  } catch (error) {
    if (error instanceof YAMLException) {
      const { line, column } = error.mark ?? { line: 0, column: 0 };
      problems.add("ASH-INPUT-004", {
        path: `${path}:${line + 1}:${column + 1}`,
        message: `not a YAML file: ${error.reason}`,
        cure: "correct the file's syntax at the named line; a chart's templates must be rendered first",
      });
    } else if (AshlarError.is(error)) {
      for (const { code, ...problem } of error.diagnostics) problems.add(code, problem);
    } else {
      problems.add("ASH-INPUT-006", { path, message: `cannot be read: ${(error as Error).message}` });
    }
    return { documents: [], added: 0 };
  }
}

/** Parses each document of a text by itself, and each once. */
function documentsOf(text: string, path: string, parsed: ParsedTexts): ReadYaml {
  const parts = parsed.get(text) === undefined && /^---\s/m.test(text) ? text.split(/^(?=---\s)/m) : [text];
  try {
    const read = parts.map((part) => {
      const values = parsed.get(part) ?? readYaml(part, path);
      parsed.set(part, values);
      return values;
    });
    return {
      documents: read.flatMap(({ documents }) => documents),
      added: read.reduce((sum, { added }) => sum + added, 0),
    };
  } catch (error) {
    // A directive, or a mistake, which the whole text puts on its own line.
    return parts.length === 1 ? raise(error) : readYaml(text, path);
  }
}

function raise(error: unknown): never {
  throw error;
}

type Mapping = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isManifest = (document: Mapping): boolean =>
  typeof document["apiVersion"] === "string" && typeof document["kind"] === "string";

function itemsOf(document: Mapping): readonly Mapping[] {
  if (document["kind"] !== "List" || !Array.isArray(document["items"])) return [document];
  return document["items"].filter(isObject).flatMap(itemsOf);
}
