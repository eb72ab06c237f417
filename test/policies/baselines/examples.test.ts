import { load, loadAll } from "js-yaml";
import { EXAMPLES } from "../../../policies/baselines/examples";
import { checkFacts } from "../../../policies/check";
import { composeFacts } from "../../../policies/facts/compose";
import { kubernetesFacts } from "../../../policies/facts/kubernetes";
import { RULES } from "../../../policies/registry";

/** What a reader of the page would set besides. */
const SETTINGS = { "BASE-022": { allowed: ["ghcr.io/acme"] } };

function codesOf(yaml: string): readonly string[] {
  const facts = yaml.startsWith("services:") ? composeFacts(load(yaml)) : kubernetesFacts(loadAll(yaml));
  return checkFacts(facts, { config: SETTINGS }).findings.map(({ code }) => code);
}

describe("examples of the rules' pages", () => {
  it.each(Object.entries(EXAMPLES))("%s finds the first and not the second", (code, { broken, mended }) => {
    expect(codesOf(broken)).toContain(code);
    expect(codesOf(mended)).not.toContain(code);
  });

  it("are there for every rule of the baseline", () => {
    const codes = RULES.map(({ code }) => code).filter((code) => code.startsWith("BASE-"));
    expect(Object.keys(EXAMPLES).sort()).toEqual(codes);
  });
});
