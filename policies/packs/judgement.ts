import type { Facts } from "../facts/facts";
import { kubernetesFacts } from "../facts/kubernetes";
import type { Draft, Level } from "../rule";
import type { ActiveRule } from "./configuration";
import { isTouched } from "./doubt";
import type { Filler } from "./known";
import { readResource, type GivenResource, type ReadResource } from "./resource";
import { worldsOf } from "./worlds";

/** What a rule says of objects of which all, or enough, is known. */
export interface Verdict {
  readonly active: ActiveRule;
  readonly draft: Draft;
  readonly level: Level;
  /** It may be otherwise once everything is known. */
  readonly isDoubtful: boolean;
}

/** What unknown values are taken for, one after another: what is broken in each guess is broken whatever they will be. */
const GUESSES = [true, 1] as const satisfies readonly Filler[];
/** Stands for an unknown text, and keeps its place in lists. */
const NAMED = "not-known-yet";

/** Holds resources against rules. What unknown values decide is told, and marked as doubtful. */
export function judge(given: readonly GivenResource[], rules: readonly ActiveRule[]): readonly Verdict[] {
  const read = readAll(given, undefined);
  const known = draftsOf(factsOf(read), rules);
  const unsure = read.filter(({ unknown }) => unknown.length > 0);
  if (unsure.length === 0) return known.map((told) => verdict(told, false));
  const named = readAll(given, NAMED);
  const least = readAll(given, 0);
  const guesses = [named, least, ...GUESSES.map((filler) => readAll(given, filler))].map((guess) =>
    draftsOf(factsOf(guess), rules),
  );
  const always = guesses.map((drafts) => new Set(drafts.map(keyOf)));
  const worlds = worldsOf(named, least)
    .map((world) => ({ ...world, asked: rules.filter(({ rule }) => world.rules.has(rule.code)) }))
    .filter(({ asked }) => asked.length > 0)
    .map(({ read: objects, asked, rules: codes }) => ({
      codes,
      keys: new Set(draftsOf(factsOf(objects), asked).map(keyOf)),
    }));
  const sure = new Set(known.map(keyOf));
  const guessed = new Map(guesses.flat().map((told) => [keyOf(told), told]));
  return [...known, ...[...guessed.values()].filter((told) => !sure.has(keyOf(told)))].map((told) => {
    const key = keyOf(told);
    const { code } = told.active.rule;
    const isSure =
      sure.has(key) &&
      always.every((keys) => keys.has(key)) &&
      worlds.every(({ codes, keys }) => !codes.has(code) || keys.has(key)) &&
      !isTouched(code, told.draft, read, unsure);
    return verdict(told, !isSure);
  });
}

interface Told {
  readonly active: ActiveRule;
  readonly draft: Draft;
}

/** What makes two findings of different guesses the same. A published port is one whatever its number will be. */
function keyOf({ active, draft }: Told): string {
  const isPublished = active.rule.code === "BASE-015";
  return `${active.policy} ${isPublished ? `${draft.object} ${draft.message}` : draft.path}`;
}

function readAll(given: readonly GivenResource[], filler: Filler): readonly ReadResource[] {
  return given.flatMap((resource) => readResource(resource, filler) ?? []);
}

function factsOf(read: readonly ReadResource[]): Facts {
  return kubernetesFacts(read.map(({ object }) => object));
}

function draftsOf(facts: Facts, rules: readonly ActiveRule[]): readonly Told[] {
  return rules.flatMap((active) => active.rule.check(facts, active.config).map((draft) => ({ active, draft })));
}

function verdict({ active, draft }: Told, isDoubtful: boolean): Verdict {
  // What a user sets goes before what a rule thinks of a single case.
  const level = active.level ?? draft.level ?? active.rule.level;
  return { active, draft, level: isDoubtful ? "advisory" : level, isDoubtful };
}
