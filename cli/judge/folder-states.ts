import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AshlarError, Diagnostics } from "../../constructs/model/diagnostics";
import type { Target } from "../../constructs/model/target";
import type { ComposeSide, KubernetesSide, SidePair } from "../../policies/diff/artifact";
import { sideName } from "../../policies/diff/platform-names";
import { composeFacts } from "../../policies/facts/compose";
import { kubernetesFacts } from "../../policies/facts/kubernetes";
import type { Log } from "../log";
import { MATERIAL_FILE } from "../output-files";
import { readDocuments, type ComposeProject, type FolderDocuments, type ParsedTexts } from "./documents";
import { textsBelow, variablesOf } from "./folder";
import { manifestGroups } from "./manifest-groups";

/** Two states of one thing that two folders hold: of a Compose project, or of manifests that go to one place. */
export interface FolderState {
  /** Where it stands below the folders; empty: right in them. */
  readonly path: string;
  /** What it says it is called, or its folder. */
  readonly name: string;
  readonly pair: SidePair;
}

/**
 * Reads two folders, whoever made them, and puts together what is the same thing: by its path, or because either folder
 * holds one alone.
 *
 * @throws AshlarError ASH-INPUT-004 and 006 for every file that cannot be understood, ASH-INPUT-002 for one whose aliases
 * stand for too much, and when both folders have nothing
 */
export function folderStates(
  before: string,
  after: string,
  targets: readonly Target[],
  log: Log,
): readonly FolderState[] {
  const problems = new Diagnostics();
  // What did not change is parsed once, and told to be equal at a glance.
  const parsed: ParsedTexts = new Map();
  const [old, now] = [readDocuments(before, problems, parsed), readDocuments(after, problems, parsed)];
  problems.throwIfErrors();
  for (const [folder, { overrides }] of [
    [before, old],
    [after, now],
  ] as const)
    for (const path of overrides)
      log.warn(`${path} of ${folder} is not compared: Compose would merge it, and that is not done here`);
  const states = [
    ...(targets.includes("compose") ? composeStates(old, now) : []),
    ...(targets.includes("kubernetes") ? kubernetesStates(old, now, before, after) : []),
  ];
  if (states.length === 0)
    AshlarError.throw("ASH-INPUT-002", {
      path: `${before}, ${after}`,
      message: "neither folder has anything that can be compared",
      allowed: `${targets.join(" or ")} files: manifests with a kind, or a Compose file with services`,
      cure: "name two folders of rendered files",
    });
  return states;
}

function kubernetesStates(
  old: FolderDocuments,
  now: FolderDocuments,
  before: string,
  after: string,
): readonly FolderState[] {
  return manifestGroups(old, now).map((group) => {
    const pair: SidePair = {
      target: "kubernetes",
      before: manifests(group.before, join(before, group.pathBefore ?? group.path)),
      after: manifests(group.after, join(after, group.path)),
    };
    return { path: group.path, name: nameOf(pair, group.path), pair };
  });
}

function manifests(objects: readonly object[], root: string): KubernetesSide {
  return { target: "kubernetes", objects, facts: kubernetesFacts(objects), material: materialBelow(root) };
}

/** What a render of ours says that it needs; nothing of anybody else's folder, nor where the list cannot be read. */
function materialBelow(root: string): unknown {
  try {
    return JSON.parse(readFileSync(join(root, MATERIAL_FILE), "utf8"));
  } catch {
    return undefined;
  }
}

function composeStates(before: FolderDocuments, after: FolderDocuments): readonly FolderState[] {
  const [olds, news] = [before, after].map(({ projects }) => placed(projects));
  const [old, now] = [[...(olds ?? [])], [...(news ?? [])]];
  const paths =
    old.length === 1 && now.length === 1
      ? [[old[0]?.[0] ?? "", now[0]?.[0] ?? ""] as const]
      : [...new Set([...old, ...now].map(([path]) => path))].sort().map((path) => [path, path] as const);
  return paths.map(([from, to]) => {
    const pair: SidePair = { target: "compose", before: project(olds?.get(from)), after: project(news?.get(to)) };
    return { path: to, name: nameOf(pair, to), pair };
  });
}

/** Projects by their folders; by their files where a folder has several. */
function placed(projects: readonly ComposeProject[]): ReadonlyMap<string, ComposeProject> {
  return new Map(
    projects.map((item) => {
      const isAlone = projects.filter(({ root }) => root === item.root).length === 1;
      const place = dirname(item.path);
      return [isAlone ? (place === "." ? "" : place) : item.path, item];
    }),
  );
}

function project(item: ComposeProject | undefined): ComposeSide {
  if (item === undefined)
    return { target: "compose", document: undefined, files: new Map(), variables: new Map(), facts: composeFacts({}) };
  const [files, variables] = [textsBelow(item.root), variablesOf(item.root)];
  const facts = composeFacts(item.document, files, { variables });
  return { target: "compose", document: item.document, files, variables, facts, material: materialBelow(item.root) };
}

/** Never that of the folders: where somebody put them says nothing about what is in them. */
const nameOf = ({ before, after }: SidePair, path: string): string =>
  sideName(after) ?? sideName(before) ?? (path === "" ? "." : path);
