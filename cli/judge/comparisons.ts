import { AshlarError } from "../../constructs/model/diagnostics";
import type { ObjectAction } from "../../policies/diff/change";
import { difference, type Difference } from "../../policies/diff/diff";
import { isEmptySide, platformNames } from "../../policies/diff/platform-names";
import type { PolicySettings } from "../../policies/settings";
import type { DiffComparison } from "../schemas/diff";
import type { FolderState } from "./folder-states";

/** What cannot be taken back comes first; among equals the order is that of their paths. */
const RANKS: Readonly<Record<ObjectAction, number>> = { replaced: 0, removed: 1, changed: 2, added: 3 };

/** Two states, and what differs between them. */
export interface Compared {
  readonly state: FolderState;
  readonly difference: Difference;
}

/**
 * Compares states that were read from two folders.
 *
 * @param sides what the folders are called in a message
 * @throws AshlarError ASH-DIFF-001 when they are of unrelated platforms
 */
export function compareStates(
  states: readonly FolderState[],
  sides: readonly [before: string, after: string],
  config: PolicySettings = {},
): readonly Compared[] {
  const compared = states.map((state) => ({ state, difference: difference(state.pair, config) }));
  refuseStrangers(sides, compared);
  return compared;
}

/** Two platforms that have nothing in common, not even their name, are no two states of anything. */
function refuseStrangers([before, after]: readonly [string, string], compared: readonly Compared[]): void {
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

/** Whether anything differs that means something. */
export const isChanged = ({ counts, newFindings, fixedFindings, capacity, dangers }: DiffComparison): boolean =>
  Object.values(counts).some((count) => count > 0) ||
  [newFindings, fixedFindings, capacity, dangers].some(({ length }) => length > 0);

/** Whether nothing stands against a change: it has no danger and breaks no mandatory rule that was kept before. */
export const isPassed = ({ dangers, newMandatory }: DiffComparison): boolean =>
  dangers.length === 0 && newMandatory === 0;

/**
 * What is told of two states.
 *
 * @param most most dangers, findings and objects of each kind; the rest is counted
 */
export function comparisonOf({ state, difference: found }: Compared, most: number): DiffComparison {
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
    remaining: findings.remaining.map((item) => ({ ...item })),
    newMandatory: findings.new.filter(({ level }) => level === "mandatory").length,
    severities: {
      new: { ...findings.bySeverity.new },
      fixed: { ...findings.bySeverity.fixed },
      remaining: { ...findings.bySeverity.remaining },
    },
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
