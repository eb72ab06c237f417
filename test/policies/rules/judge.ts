import { checkFacts } from "../../../policies/check";
import { composeFacts } from "../../../policies/facts/compose";
import type { Facts } from "../../../policies/facts/facts";
import { kubernetesFacts } from "../../../policies/facts/kubernetes";
import { RULES } from "../../../policies/registry";
import type { Report } from "../../../policies/report";
import type { PolicySettings } from "../../../policies/settings";
import { composePlatform } from "../fixtures/compose";
import { edited, type Edit } from "../fixtures/edit";
import { kubernetesPlatform } from "../fixtures/kubernetes";

/** A target of the fixtures. */
export type Target = "compose" | "kubernetes";

/** The facts of a valid platform with some of its fields changed. */
export function factsAfter(target: Target, edits: readonly Edit[]): Facts {
  if (target === "kubernetes") return kubernetesFacts(Object.values(edited(kubernetesPlatform(), edits)));
  const { compose, files } = edited(composePlatform(), edits);
  return composeFacts(compose, new Map(Object.entries(files)));
}

/** What the rules say about it. */
export function judge(target: Target, edits: readonly Edit[], config: PolicySettings = {}): Report {
  return checkFacts(factsAfter(target, edits), { config });
}

/** One story of a rule: what is changed, and where the rule answers. */
export interface Story {
  readonly edits: readonly Edit[];
  /** Paths of the findings. */
  readonly finds: readonly string[];
  /** Codes of other rules that must answer as well; none unless said. */
  readonly also?: readonly string[];
  readonly config?: PolicySettings;
  /** A part of the first message. */
  readonly says?: RegExp;
}

/** Stories by what happens in them. */
export type Stories = Readonly<Partial<Record<Target, Readonly<Record<string, Story>>>>>;

/**
 * Tells the stories of a rule. Each begins with a platform that breaks nothing, and changes little; then exactly this
 * rule answers, at exactly these places, or nobody does.
 */
export function describeRule(code: string, stories: Stories): void {
  describe(code, () => {
    it("is told on every target that it is for", () => {
      const answered = Object.entries(stories).filter(([, told]) =>
        Object.values(told).some(({ finds }) => finds.length > 0),
      );
      expect(answered.map(([target]) => target)).toEqual(RULES.find((rule) => rule.code === code)?.targets);
    });

    for (const [target, told] of Object.entries(stories) as [Target, Readonly<Record<string, Story>>][]) {
      describe(target, () => {
        it("passes a platform that is as it should be", () => {
          expect(judge(target, []).findings).toEqual([]);
        });

        it.each(Object.entries(told))("%s", (_, { edits, finds, also = [], config, says }) => {
          const { findings } = judge(target, edits, config);
          const mine = findings.filter((finding) => finding.code === code);
          expect(mine.map(({ path }) => path).sort()).toEqual([...finds].sort());
          expect([...new Set(findings.map((finding) => finding.code))].sort()).toEqual(
            [...also, ...(finds.length > 0 ? [code] : [])].sort(),
          );
          expect(mine[0]?.message ?? "").toMatch(says ?? /^/);
        });
      });
    }
  });
}
