import type { Facts } from "../facts/facts";
import { kubernetesFacts } from "../facts/kubernetes";
import type { Draft, Level } from "../rule";
import type { ActiveRule } from "./configuration";
import { isTouched } from "./doubt";
import type { Filler } from "./known";
import { readResource, type GivenResource, type ReadResource } from "./resource";

/** What a rule says of objects of which all, or enough, is known. */
export interface Verdict {
  readonly active: ActiveRule;
  readonly draft: Draft;
  readonly level: Level;
  /** It may be otherwise once everything is known. */
  readonly isDoubtful: boolean;
}

/** What unknown values are taken for, one after another: what is broken in each guess is broken whatever they will be. */
const GUESSES: readonly Filler[] = [undefined, "not-known-yet", true, 1];

/** Holds resources against rules. What unknown values decide is told, and marked as doubtful. */
export function judge(given: readonly GivenResource[], rules: readonly ActiveRule[]): readonly Verdict[] {
  const read = readAll(given, undefined);
  const known = draftsOf(factsOf(read), rules);
  const unsure = read.filter(({ unknown }) => unknown.length > 0);
  if (unsure.length === 0) return known.map((told) => verdict(told, false));
  const guesses = GUESSES.slice(1).map((filler) => draftsOf(factsOf(readAll(given, filler)), rules));
  const always = guesses.map((drafts) => new Set(drafts.map(keyOf)));
  const every = new Map([known, ...guesses].flat().map((told) => [keyOf(told), told]));
  const sure = new Set(known.map(keyOf));
  return [...every.values()].map((told) => {
    const key = keyOf(told);
    const isSure = sure.has(key) && always.every((keys) => keys.has(key)) && !isTouched(told.draft, read, unsure);
    return verdict(told, !isSure);
  });
}

interface Told {
  readonly active: ActiveRule;
  readonly draft: Draft;
}

const keyOf = ({ active, draft }: Told): string => `${active.policy} ${draft.path}`;

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
