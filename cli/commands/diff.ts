import { statSync } from "node:fs";
import { resolve } from "node:path";
import { AshlarError, Diagnostics } from "../../constructs/model/diagnostics";
import type { ObjectAction } from "../../policies/diff/change";
import { difference, type Difference } from "../../policies/diff/diff";
import { isEmptySide, platformNames } from "../../policies/diff/platform-names";
import type { CommandContext } from "../command";
import type { DiffCommandOptions } from "../diff-command";
import { EXIT, type ExitCode } from "../exit-codes";
import { folderStates, type FolderState } from "../judge/folder-states";
import { chosenTargets } from "../layout";
import { diffText } from "../output/diff";
import { diffMarkdown } from "../output/diff-markdown";
import { styleOf } from "../output/style";
import type { DiffComparison, DiffResult } from "../schemas/diff";

const FOR_PEOPLE = 50;

/** What cannot be taken back comes first; among equals the order is that of their paths. */
const RANKS: Readonly<Record<ObjectAction, number>> = { replaced: 0, removed: 1, changed: 2, added: 3 };

/** Tells what differs between two folders, whoever made them. */
export async function diff(
  before: string,
  after: string,
  { format, exitCode = false, target, limit }: DiffCommandOptions,
  { terminal, log, json }: CommandContext,
): Promise<ExitCode> {
  const [old, now] = [resolve(terminal.folder, before), resolve(terminal.folder, after)];
  requireFolders(old, now);
  if (old === now) log.warn("both folders are the same one, so nothing can differ");
  const states = folderStates(old, now, chosenTargets(target), log);
  const compared = states.map((state) => ({ state, difference: difference(state.pair) }));
  refuseStrangers(old, now, compared);
  const most = limit ?? (json ? Number.POSITIVE_INFINITY : FOR_PEOPLE);
  const comparisons = compared.map((item) => comparisonOf(item, most));
  const changed = comparisons.some(isChanged);
  const result: DiffResult = { command: "diff", ok: true, changed, before: old, after: now, comparisons };
  if (json) terminal.stdout(`${JSON.stringify(result)}\n`);
  else terminal.stdout(format === "markdown" ? diffMarkdown(result) : diffText(styleOf(terminal), result));
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

interface Compared {
  readonly state: FolderState;
  readonly difference: Difference;
}

/** Two platforms that have nothing in common, not even their name, are no two states of anything. */
function refuseStrangers(before: string, after: string, compared: readonly Compared[]): void {
  const [olds, news] = (["before", "after"] as const).map((side) =>
    compared.map(({ state }) => state.pair[side]).filter((it) => !isEmptySide(it)),
  );
  if (olds === undefined || news === undefined || olds.length === 0 || news.length === 0) return;
  if (compared.some(({ difference: { common } }) => common > 0)) return;
  const [from, to] = [olds, news].map((sides) => new Set(sides.flatMap((side) => [...platformNames(side)])));
  if ([...(from ?? [])].some((name) => to?.has(name) === true)) return;
  const called = (names: ReadonlySet<string> | undefined): string =>
    names === undefined || names.size === 0 ? "something without a name" : [...names].sort().join(", ");
  AshlarError.throw("ASH-DIFF-001", {
    path: `${before}, ${after}`,
    message: `no object is in both folders, and they are of different platforms: ${called(from)}, and ${called(to)}`,
  });
}

const isChanged = ({ counts, newFindings, fixedFindings, capacity, dangers }: DiffComparison): boolean =>
  Object.values(counts).some((count) => count > 0) ||
  [newFindings, fixedFindings, capacity, dangers].some(({ length }) => length > 0);

function comparisonOf({ state, difference: found }: Compared, most: number): DiffComparison {
  const { target, counts, hashesOnly, dangers, findings, capacity, objects, unread } = found;
  const rest = (list: readonly unknown[]): number => Math.max(0, list.length - most);
  return {
    name: state.name,
    path: state.path,
    target,
    counts: { ...counts },
    hashesOnly,
    dangers: dangers.slice(0, most).map((item) => ({ ...item })),
    newFindings: findings.new.slice(0, most).map((item) => ({ ...item })),
    fixedFindings: findings.fixed.slice(0, most).map((item) => ({ ...item })),
    keptFindings: findings.kept,
    rules: findings.rules,
    capacity: capacity.map((item) => ({ ...item })),
    objects: [...objects]
      .sort((a, b) => RANKS[a.action] - RANKS[b.action])
      .slice(0, most)
      .map(({ fields, ...object }) => ({
        ...object,
        fields: fields.map(({ lines, ...field }) => ({
          ...field,
          ...(lines === undefined ? {} : { lines: [...lines] }),
        })),
      })),
    left: {
      dangers: rest(dangers),
      newFindings: rest(findings.new),
      fixedFindings: rest(findings.fixed),
      objects: rest(objects),
    },
    unread: unread.map((item) => ({ ...item })),
  };
}
