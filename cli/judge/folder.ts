import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse as parseDotenv } from "dotenv";
import { AshlarError, Diagnostics } from "../../constructs/model/diagnostics";
import type { Target } from "../../constructs/model/target";
import { composeFacts } from "../../policies/facts/compose";
import { kubernetesFacts } from "../../policies/facts/kubernetes";
import type { Log } from "../log";
import { readDocument, readDocuments, type ComposeProject } from "./documents";
import { filesBelow } from "./files-below";
import type { Subject } from "./subject";

/** Configuration of programs is smaller than this; what is larger is data. */
const LARGEST = 256 * 1024;

/**
 * What a folder holds, whoever made it: its manifests together, and each of its Compose projects. Of a file likewise.
 *
 * @param place the folder, or one YAML or JSON file
 * @param targets the kinds that are asked for
 * @throws AshlarError ASH-INPUT-004 and 006 for every file that cannot be understood, ASH-INPUT-002 when there is nothing
 */
export function folderSubjects(place: string, targets: readonly Target[], log: Log): readonly Subject[] {
  const problems = new Diagnostics();
  const isFolder = statSync(place).isDirectory();
  const { objects, projects, overrides } = isFolder ? readDocuments(place, problems) : readDocument(place, problems);
  problems.throwIfErrors();
  for (const path of overrides) log.warn(`${path} is not judged: Compose would merge it, and that is not done here`);
  const subjects = [
    ...(targets.includes("compose") ? projects.map(projectSubject) : []),
    ...(targets.includes("kubernetes") && objects.length > 0 ? [{ name: place, facts: kubernetesFacts(objects) }] : []),
  ];
  if (subjects.length > 0) return subjects;
  return AshlarError.throw("ASH-INPUT-002", {
    path: place,
    message: `the ${isFolder ? "folder" : "file"} has nothing that can be judged`,
    allowed: `${targets.join(" or ")} files: manifests with a kind, or a Compose file with services`,
    cure: "name a folder of rendered files, or one of them",
  });
}

function projectSubject({ path, root, document }: ComposeProject): Subject {
  // A project without a name of its own is called like its folder.
  return { name: path, facts: composeFacts(document, textsBelow(root), { variables: variablesOf(root) }) };
}

/** The texts that a Compose file may name. */
export function textsBelow(root: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const path of filesBelow(root)) {
    const file = join(root, path);
    if (statSync(file).size > LARGEST) continue;
    const text = readFileSync(file, "utf8");
    if (!text.includes("\0")) texts.set(path, text);
  }
  return texts;
}

/** As Compose does, variables of the file come from `.env` beside it. */
export function variablesOf(root: string): ReadonlyMap<string, string> {
  const file = join(root, ".env");
  return new Map(existsSync(file) ? Object.entries(parseDotenv(readFileSync(file))) : []);
}
