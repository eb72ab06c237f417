import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadAll, YAMLException } from "js-yaml";
import type { Diagnostics } from "../../constructs/model/diagnostics";
import { filesBelow } from "./files-below";

/** What a folder holds that can be judged. */
export interface FolderDocuments {
  /** Every Kubernetes object of every file, lists taken apart. */
  readonly objects: readonly object[];
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

/** In the order in which Compose looks for them. */
const PROJECT_FILES = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/**
 * Reads every YAML and JSON file of a folder and tells by its content what it is: objects have a kind and an API
 * version, a Compose file has services. What is neither is left alone. A file that is no YAML is a problem
 * (ASH-INPUT-004), one that cannot be read too (ASH-INPUT-006).
 */
export function readDocuments(folder: string, problems: Diagnostics): FolderDocuments {
  const objects: object[] = [];
  const compose: ComposeProject[] = [];
  for (const path of filesBelow(folder).filter((file) => /\.(ya?ml|json)$/.test(file))) {
    for (const document of parse(folder, path, problems)) {
      if (isObject(document) && isManifest(document)) objects.push(...itemsOf(document));
      else if (isObject(document) && isObject(document["services"])) {
        compose.push({ path, root: dirname(join(folder, path)), document });
      }
    }
  }
  const roots = [...new Set(compose.map(({ root }) => root))];
  const projects = roots.flatMap((root) => firstOf(compose.filter((item) => item.root === root)));
  return {
    objects,
    projects,
    overrides: compose.filter((item) => !projects.includes(item)).map(({ path }) => path),
  };
}

function firstOf(files: readonly ComposeProject[]): readonly ComposeProject[] {
  const rank = ({ path }: ComposeProject): number => {
    const index = PROJECT_FILES.indexOf(path.split("/").at(-1) ?? "");
    return index === -1 ? PROJECT_FILES.length : index;
  };
  const sorted = [...files].sort((a, b) => rank(a) - rank(b));
  // Files of other names are projects of their own unless the folder has a file of the usual name.
  const [first] = sorted;
  return first !== undefined && rank(first) < PROJECT_FILES.length ? [first] : sorted;
}

function parse(folder: string, path: string, problems: Diagnostics): readonly unknown[] {
  try {
    return loadAll(readFileSync(join(folder, path), "utf8"), undefined, { filename: path });
  } catch (error) {
    if (error instanceof YAMLException) {
      const { line, column } = error.mark ?? { line: 0, column: 0 };
      problems.add("ASH-INPUT-004", {
        path: `${path}:${line + 1}:${column + 1}`,
        message: `not a YAML file: ${error.reason}`,
        cure: "correct the file's syntax at the named line; a chart's templates must be rendered first",
      });
    } else {
      problems.add("ASH-INPUT-006", { path, message: `cannot be read: ${(error as Error).message}` });
    }
    return [];
  }
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
