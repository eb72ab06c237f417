import { COVERAGE } from "../../../policies/baselines/coverage";
import type { BaselineRow } from "../../../policies/baselines/row";
import { RULES } from "../../../policies/registry";

const codes = new Set(RULES.map(({ code }) => code));
const rows = Object.entries(COVERAGE.rows).flatMap(([target, list]) => list.map((row) => ({ target, row })));
const rulesOf = (row: BaselineRow): readonly string[] => ("rules" in row ? row.rules : []);

/** The rules that a row of the second table means. */
const meant = (text: string): readonly string[] =>
  text.endsWith("-") ? [...codes].filter((code) => code.startsWith(text)) : [text].filter((code) => codes.has(code));

describe("the security baseline", () => {
  it.each([
    ["kubernetes", 62],
    ["compose", 25],
  ] as const)("has every row of the union on %s, in order", (target, count) => {
    expect(COVERAGE.rows[target].map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
  });

  it("names rules that there are, for the target that they are for", () => {
    const wrong = rows.flatMap(({ target, row }) =>
      rulesOf(row)
        .filter((code) => RULES.find((rule) => rule.code === code)?.targets.some((it) => it === target) !== true)
        .map((code) => `${target} ${row.number}: ${code}`),
    );
    expect(wrong).toEqual([]);
  });

  it("answers each row with a rule, or says at length why there is none", () => {
    const silent = rows.filter(({ row }) => ("none" in row ? row.none.length < 40 : row.rules.length === 0));
    expect(silent).toEqual([]);
  });

  it("knows of every rule why it is there: a row that asks for it, or something beyond them", () => {
    const inRows = new Set(rows.flatMap(({ row }) => rulesOf(row)));
    const beyond = new Set(COVERAGE.beyond.flatMap(({ rules }) => meant(rules)));
    expect([...codes].filter((code) => !inRows.has(code) && !beyond.has(code))).toEqual([]);
  });

  it("claims nothing beyond that is not there", () => {
    expect(COVERAGE.beyond.filter(({ rules }) => meant(rules).length === 0)).toEqual([]);
  });

  it("answers each check of the Pod Security Standards by a rule that stops a change", () => {
    const asked = COVERAGE.rows.kubernetes.filter(({ podSecurity }) => podSecurity !== undefined);
    expect(asked.length).toBeGreaterThanOrEqual(19);
    expect(asked.filter((row) => "none" in row)).toEqual([]);
    const levels = asked.flatMap(rulesOf).map((code) => RULES.find((rule) => rule.code === code)?.level);
    expect(new Set(levels)).toEqual(new Set(["mandatory"]));
  });
});
