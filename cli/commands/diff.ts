import { statSync } from "node:fs";
import { resolve } from "node:path";
import { Diagnostics } from "../../constructs/model/diagnostics";
import type { CommandContext } from "../command";
import { commentText, type Comment } from "../comment/comment";
import type { DiffCommandOptions } from "../diff-command";
import { EXIT, type ExitCode } from "../exit-codes";
import { comparisonOf, compareStates, isChanged } from "../judge/comparisons";
import { folderStates } from "../judge/folder-states";
import { chosenTargets } from "../layout";
import { diffText } from "../output/diff";
import { styleOf } from "../output/style";
import type { DiffResult } from "../schemas/diff";

/** What is told to people of each kind unless they say more. */
export const FOR_PEOPLE = 50;

/** Tells what differs between two folders, whoever made them. */
export async function diff(
  before: string,
  after: string,
  { format, exitCode = false, target, limit, rulePages }: DiffCommandOptions,
  { terminal, log, json }: CommandContext,
): Promise<ExitCode> {
  const [old, now] = [resolve(terminal.folder, before), resolve(terminal.folder, after)];
  requireFolders(old, now);
  if (old === now) log.warn("both folders are the same one, so nothing can differ");
  const states = folderStates(old, now, chosenTargets(target), log);
  const compared = compareStates(states, [old, now]);
  const most = limit ?? (json ? Number.POSITIVE_INFINITY : FOR_PEOPLE);
  const comparisons = compared.map((item) => comparisonOf(item, most));
  const changed = comparisons.some(isChanged);
  const result: DiffResult = { command: "diff", ok: true, changed, before: old, after: now, comparisons };
  if (json) terminal.stdout(`${JSON.stringify(result)}\n`);
  else if (format === "markdown") terminal.stdout(commentText(diffComment(result, rulePages)));
  else terminal.stdout(diffText(styleOf(terminal), result));
  return exitCode && changed ? EXIT.finding : EXIT.ok;
}

function requireFolders(...folders: readonly string[]): void {
  const problems = new Diagnostics();
  for (const path of folders) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) continue;
    const message = stats === undefined ? "no such folder" : "not a folder";
    problems.add("ASH-INPUT-006", { path, message, cure: "name a folder of rendered files" });
  }
  problems.throwIfErrors();
}

/** The marker is the same for the same platforms and targets, whatever changes in them. */
function diffComment({ comparisons }: DiffResult, rulePages: string | undefined): Comment {
  return {
    command: "diff",
    about: [...new Set(comparisons.map(({ name, target }) => `${name}/${target}`))].sort(),
    notes: [],
    parts: comparisons.map((comparison) => ({ comparison })),
    rulePages,
  };
}
