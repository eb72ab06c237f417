import { AshlarError } from "../../constructs/model/diagnostics";
import type { Target } from "../../constructs/model/target";
import type { Side } from "../../policies/diff/artifact";
import type { ObjectAction } from "../../policies/diff/change";
import { difference, type Difference } from "../../policies/diff/diff";
import { commonplaces, isEmptySide, ownPlatforms, platformNames } from "../../policies/diff/platform-names";
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

/** Two platforms are no two states of anything: of whichever target it shows. */
function refuseStrangers(sides: readonly [string, string], compared: readonly Compared[]): void {
  const targets = [...new Set(compared.map(({ state }) => state.pair.target))];
  const [olds, news] = (["before", "after"] as const).map((side) =>
    targets.filter((target) => sidesOf(compared, target, side).length > 0),
  );
  // One empty folder is a state in which nothing was there yet.
  if (olds === undefined || news === undefined || olds.length === 0 || news.length === 0) return;
  const both = olds.filter((target) => news.includes(target));
  if (both.length === 0)
    refuse(sides, `nothing is in both folders: one has files of ${olds.join(", ")}, the other of ${news.join(", ")}`);
  const judged = both.map((target) => ({ target, kinship: kinshipOf(compared, target) }));
  const stranger =
    judged.find(({ kinship }) => kinship === "others") ??
    (judged.some(({ kinship }) => kinship === "same") ? undefined : judged[0]);
  if (stranger === undefined) return;
  const { target, kinship } = stranger;
  const [from, to] = (["before", "after"] as const).map((side) => called(sidesOf(compared, target, side)));
  const what = kinship === "others" ? "their names say so" : "no object is in both folders";
  refuse(sides, `they are of different platforms on ${target}, ${what}: ${from ?? ""}, and ${to ?? ""}`);
}

function refuse([before, after]: readonly [string, string], message: string): never {
  AshlarError.throw("ASH-DIFF-001", { path: `${before}, ${after}`, message });
}

const sidesOf = (compared: readonly Compared[], target: Target, side: "before" | "after"): readonly Side[] =>
  compared.map(({ state }) => state.pair[side]).filter((it) => it.target === target && !isEmptySide(it));

function called(sides: readonly Side[]): string {
  const names = new Set(sides.flatMap((side) => [...platformNames(side)]));
  return names.size === 0 ? "something without a name" : [...names].sort().join(", ");
}

/**
 * What two folders are to each other by one target: states of the same, of others by what they say themselves, or
 * strangers that say nothing and share nothing. Names of services, `web` or `db`, are everybody's; so where both say
 * whose they are, that decides.
 */
function kinshipOf(compared: readonly Compared[], target: Target): "same" | "others" | "strangers" {
  const [olds, news] = [sidesOf(compared, target, "before"), sidesOf(compared, target, "after")];
  const platforms = metNames(olds, news, (side) => [...ownPlatforms(side)]);
  if (platforms !== undefined) return platforms ? "same" : "others";
  const names = metNames(olds, news, (side) => [...platformNames(side)]);
  if (names === true) return "same";
  // Labels of manifests change with the tools that set them; where objects are shared, these say more.
  if (names === false && target === "compose") return "others";
  return compared.some((it) => it.state.pair.target === target && sharesObjects(it)) ? "same" : "strangers";
}

/** Whether a name is on both sides; undefined where either side, or a part of it, has none. */
function metNames(
  olds: readonly Side[],
  news: readonly Side[],
  namesOf: (side: Side) => readonly string[],
): boolean | undefined {
  const [from, to] = [olds, news].map((sides) => sides.map(namesOf));
  if (from === undefined || to === undefined) return undefined;
  const known = new Set(to.flat());
  if (from.flat().some((name) => known.has(name))) return true;
  return [...from, ...to].some((names) => names.length === 0) ? undefined : false;
}

/** Whether two states share more than what is in many a folder, unless one of them has nothing else. */
function sharesObjects({ state: { pair }, difference: { common } }: Compared): boolean {
  const [old, now] = [commonplaces(pair.before), commonplaces(pair.after)];
  if (old.isAll || now.isAll) return common > 0;
  return common > [...old.paths].filter((path) => now.paths.has(path)).length;
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
