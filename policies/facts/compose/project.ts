import { objectOf, textOf, type Json } from "../json";
import { interpolateAll, type Variables } from "./interpolate";

/** A Compose document with its variables filled in, and the texts of the files that it names. */
export interface Project {
  readonly name: string;
  readonly document: Json;
  /** Services as written, to tell a literal from a variable. */
  readonly written: Json;
  readonly services: ReadonlyMap<string, Json>;
  readonly variables: Variables;
  /** The text of a file, by its path as the document writes it. */
  fileText(path: string): string | undefined;
  /** The files below a folder, with their paths inside it. */
  filesBelow(folder: string): readonly (readonly [string, string])[];
}

/** Opens a parsed document. */
export function openProject(document: unknown, files: ReadonlyMap<string, string>, variables: Variables): Project {
  const filled = objectOf(interpolateAll(document, variables));
  const texts = new Map([...files].map(([path, text]) => [normalise(path), text]));
  return {
    name: textOf(filled["name"]) ?? "project",
    document: filled,
    written: objectOf(objectOf(document)["services"]),
    services: new Map(Object.entries(objectOf(filled["services"])).map(([name, service]) => [name, objectOf(service)])),
    variables,
    fileText: (path) => texts.get(normalise(path)),
    filesBelow: (folder) => {
      const prefix = normalise(folder) === "" ? "" : `${normalise(folder)}/`;
      return [...texts].flatMap(([path, text]) =>
        path.startsWith(prefix) ? [[path.slice(prefix.length), text] as const] : [],
      );
    },
  };
}

function normalise(path: string): string {
  return path
    .split("/")
    .filter((segment) => segment !== "." && segment !== "")
    .join("/");
}
