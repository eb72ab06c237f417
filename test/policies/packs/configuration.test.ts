import { AshlarError } from "../../../constructs/model/diagnostics";
import { readConfiguration, type PolicySetting } from "../../../policies/packs/configuration";
import { packNamed } from "../../../policies/packs/pack";
import { policiesOf } from "../../../policies/packs/policies";
import { edited, type Document, type Edit } from "../fixtures/edit";
import { kubernetesPlatform } from "../fixtures/kubernetes";
import { ServedPack, stoppedBy } from "./served-pack";

const web = "Deployment/web.spec.template.spec.containers[web]";
const privileged: Edit = [`${web}.securityContext.privileged`, true];
const objects = (...edits: Edit[]): readonly Document[] => Object.values(edited(kubernetesPlatform(), edits));
const set = (level: PolicySetting["level"], properties: PolicySetting["properties"] = {}): PolicySetting => ({
  level,
  properties,
});

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (AshlarError.is(error)) return error.message;
    throw error;
  }
  return "";
}

describe("a pack's configuration", () => {
  it("leaves a finding as grave as its rule says", async () => {
    expect(stoppedBy(await ServedPack.of("baseline").judge(objects(privileged)))).toEqual(["base-003"]);
  });

  it("makes a rule advisory, or switches it off, by its own name", async () => {
    const advisory = await ServedPack.of("baseline", { "base-003": set("advisory") }).judge(objects(privileged));
    expect(stoppedBy(advisory)).toEqual([]);
    expect(advisory.map(({ policy }) => policy)).toContain("base-003");
    const off = await ServedPack.of("baseline", { "base-003": set("disabled") }).judge(objects(privileged));
    expect(off.map(({ policy }) => policy)).not.toContain("base-003");
  });

  it("makes an advisory rule stop the change", async () => {
    const strict = ServedPack.of("baseline", { "base-010": set("mandatory") });
    const answers = await strict.judge(objects([`${web}.image`, "docker.io/example/web:1.4.2"]));
    expect(stoppedBy(answers)).toEqual(["base-010"]);
  });

  it("sets what a rule itself can be set to", async () => {
    const hosts = ServedPack.of("baseline", { "base-011": set("mandatory", { allowed: ["acme/Deployment/web"] }) });
    const mounted: Edit = ["Deployment/web.spec.template.spec.automountServiceAccountToken", true];
    expect(stoppedBy(await hosts.judge(objects(mounted)))).toEqual([]);
    expect(stoppedBy(await ServedPack.of("baseline").judge(objects(mounted)))).toEqual(["base-011"]);
  });

  it("makes a whole half advisory by the name of the policy that judges it", async () => {
    const soft = ServedPack.of("baseline", { "baseline-objects": set("advisory") });
    expect(stoppedBy(await soft.judge(objects(privileged)))).toEqual([]);
  });

  it("takes what is said of all, which the engine has given to each already", () => {
    const { objects: active } = readConfiguration(packNamed("quotas"), new Map([["all", set("advisory")]]));
    expect(active.map(({ policy }) => policy)).toEqual(["quota-005"]);
  });

  it("refuses an unknown rule with its code and the names that there are", () => {
    const pack = packNamed("mtls");
    const message = refusal(() => readConfiguration(pack, new Map([["mtls-999", set("advisory")]])));
    expect(message).toContain('[ashlar-mtls.mtls-999] ASH-RULE-001: the pack has no policy "mtls-999"');
    expect(message).toContain("mtls-001 | mtls-002");
  });

  it("says which pack has a rule that is not its own", () => {
    const message = refusal(() => readConfiguration(packNamed("mtls"), new Map([["base-003", set("advisory")]])));
    expect(message).toContain("configure it with the pack ashlar-baseline");
  });

  it("refuses a setting that its rule does not have, and one of a wrong kind", () => {
    const pack = packNamed("baseline");
    const read = (properties: PolicySetting["properties"]): string =>
      refusal(() => readConfiguration(pack, new Map([["base-004", set("mandatory", properties)]])));
    expect(read({ permitted: ["CHOWN"] })).toMatch(/ASH-INPUT-001/);
    expect(read({ allowed: "CHOWN" })).toMatch(/ASH-INPUT-002/);
    expect(read({ allowed: ["CHOWN"] })).toBe("");
  });
});

describe("a rule as a policy", () => {
  const policies = policiesOf(packNamed("baseline"), () => ({ objects: [], platform: [] }));
  const byName = new Map(policies.map((policy) => [policy.name, policy]));

  it("carries its level, severity, cure, page and settings", () => {
    expect(byName.get("base-004")).toMatchObject({
      displayName: "BASE-004",
      description: "every container drops all capabilities and adds only allowed ones",
      enforcementLevel: "mandatory",
      severity: "high",
      remediationSteps: "drop ALL, and add no more than NET_BIND_SERVICE",
      url: "docs/reference/rules/BASE-004.md",
      configSchema: { properties: { allowed: { type: "array", default: ["NET_BIND_SERVICE"] } } },
    });
    expect(byName.get("base-010")?.enforcementLevel).toBe("advisory");
  });

  it("judges nothing itself, so that properties are unpacked twice and not once for each rule", () => {
    const judging = policies.filter((policy) => "validateStack" in policy || policy.validateResource !== undefined);
    expect(judging.map(({ name }) => name)).toEqual(["baseline-objects", "baseline-platform"]);
  });
});
