import type { PackName } from "../../../policies/packs/pack";
import { packNamed } from "../../../policies/packs/pack";
import { RULES } from "../../../policies/registry";
import { BREACHES, baasObjects, broken } from "./breaches";
import { ServedPack, stoppedBy } from "./served-pack";

const NAMES: readonly PackName[] = ["quotas", "mtls", "baseline"];
const good = baasObjects("prod");

describe("the packs together", () => {
  it("have every rule that judges Kubernetes objects, each once", () => {
    const rules = NAMES.flatMap((name) => packNamed(name).rules.map(({ code }) => code));
    expect(rules.sort()).toEqual(RULES.filter(({ targets }) => targets.includes("kubernetes")).map(({ code }) => code));
  });
});

describe.each(NAMES)("the pack %s", (name) => {
  it("stops nothing of what the library renders", async () => {
    const answers = await ServedPack.of(name).judge(Object.values(good));
    expect(answers.filter(({ level }) => level === "mandatory")).toEqual([]);
    expect(answers.filter(({ message }) => message.startsWith("what could not be judged"))).toEqual([]);
  });

  it.each(BREACHES[name].map((breach) => [breach.what, breach] as const))(
    "stops %s, by one policy",
    async (_, breach) => {
      const answers = await ServedPack.of(name).judge(broken(good, breach));
      expect(stoppedBy(answers)).toEqual([breach.policy]);
    },
  );
});
