import { ADMISSION_RULES, admissionObjects, type AdmissionObject } from "../../../policies/admission/admission";
import { RULES } from "../../../policies/registry";

const NAMES = { name: "acme-prod", namespaces: ["acme-prod", "acme-prod-team"] } as const;
const find = (objects: readonly AdmissionObject[], kind: string, name: string): AdmissionObject | undefined =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);
const spec = (object: AdmissionObject | undefined): Record<string, unknown> =>
  (object?.["spec"] ?? {}) as Record<string, unknown>;

describe("admission policies", () => {
  const objects = admissionObjects(NAMES);

  it("are of rules of the library, and each says its code, title and cure", () => {
    for (const { rule, subject } of ADMISSION_RULES) {
      expect(RULES).toContain(rule);
      const name = `acme-prod-${rule.code.toLowerCase()}${subject === "services" ? "-services" : ""}`;
      const [validation] = spec(find(objects, "ValidatingAdmissionPolicy", name))["validations"] as Record<
        string,
        string
      >[];
      expect(validation?.["message"]).toBe(`${rule.code}: ${rule.title}; ${rule.cure}`);
    }
  });

  it("hold in the namespaces that they are for, and deny when their settings are lost", () => {
    const bindings = objects.filter(({ kind }) => kind === "ValidatingAdmissionPolicyBinding");
    expect(bindings).toHaveLength(ADMISSION_RULES.length);
    for (const binding of bindings)
      expect(spec(binding)["matchResources"]).toEqual({
        namespaceSelector: {
          matchExpressions: [
            { key: "kubernetes.io/metadata.name", operator: "In", values: ["acme-prod", "acme-prod-team"] },
          ],
        },
      });
    expect(spec(find(objects, "ValidatingAdmissionPolicyBinding", "acme-prod-base-004"))["paramRef"]).toEqual({
      name: "acme-prod-admission",
      namespace: "acme-prod",
      parameterNotFoundAction: "Deny",
    });
  });

  it("deny by mandatory rules and warn by advisory ones, as the settings say", () => {
    const actions = (from: readonly AdmissionObject[], code: string): unknown =>
      spec(find(from, "ValidatingAdmissionPolicyBinding", `acme-prod-${code}`))["validationActions"];
    expect(actions(objects, "base-001")).toEqual(["Deny"]);
    expect(actions(objects, "base-010")).toEqual(["Warn", "Audit"]);
    const set = admissionObjects({
      ...NAMES,
      settings: { "BASE-001": { level: "advisory" }, "BASE-010": { level: "mandatory" }, "BASE-003": { level: "off" } },
    });
    expect(actions(set, "base-001")).toEqual(["Warn", "Audit"]);
    expect(actions(set, "base-010")).toEqual(["Deny"]);
    expect(find(set, "ValidatingAdmissionPolicy", "acme-prod-base-003")).toBeUndefined();
  });

  it.each([
    ["warn", ["Audit,Warn"]],
    ["audit", ["Audit"]],
  ] as const)("refuse nothing where they are to %s, not even what cannot be judged", (action, expected) => {
    const set = admissionObjects({ ...NAMES, action });
    const actions = set
      .filter(({ kind }) => kind === "ValidatingAdmissionPolicyBinding")
      .map((binding) => [...(spec(binding)["validationActions"] as string[])].sort().join());
    expect([...new Set(actions)]).toEqual(expected);
    const failures = set
      .filter(({ kind }) => kind === "ValidatingAdmissionPolicy")
      .map((policy) => spec(policy)["failurePolicy"]);
    expect(new Set(failures)).toEqual(new Set(["Ignore"]));
  });

  it("keep their settings in one ConfigMap", () => {
    const set = admissionObjects({
      ...NAMES,
      settings: { "BASE-004": { allowed: ["CHOWN", "FOWNER"] }, "BASE-022": { allowed: ["ghcr.io/acme/"] } },
    });
    expect(find(set, "ConfigMap", "acme-prod-admission")?.["data"]).toMatchObject({
      "base-004.allowed": "CHOWN,FOWNER",
      "base-022.allowed": "ghcr.io/acme",
      "base-011.allowed": "",
    });
  });

  it("refuse a setting of a rule that no API server can judge", () => {
    const run = (): unknown => admissionObjects({ ...NAMES, settings: { "MTLS-001": { level: "off" } } });
    expect(run).toThrow(/ASH-RULE-001/);
    expect(() => admissionObjects({ ...NAMES, settings: { "BASE-004": { permitted: [] } } })).toThrow(/ASH-INPUT-001/);
  });

  it("are the same twice", () => {
    expect(JSON.stringify(admissionObjects(NAMES))).toBe(JSON.stringify(objects));
  });

  it("have names that are no longer than the server takes", () => {
    const long = admissionObjects({ name: "a".repeat(63), namespaces: ["x"] });
    expect(Math.max(...long.map(({ metadata: { name } }) => name.length))).toBeLessThan(253);
  });
});
