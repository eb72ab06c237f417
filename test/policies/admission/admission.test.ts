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

  it("say of each variable what it is before they use it", () => {
    for (const policy of objects.filter(({ kind }) => kind === "ValidatingAdmissionPolicy")) {
      const { variables, validations } = spec(policy) as {
        variables: readonly { readonly name: string; readonly expression: string }[];
        validations: readonly { readonly expression: string; readonly messageExpression: string }[];
      };
      const known = new Set<string>();
      const unknownIn = (text: string): readonly string[] =>
        [...text.matchAll(/variables\.(\w+)/g)].flatMap(([, name = ""]) => (known.has(name) ? [] : [name]));
      for (const { name, expression } of variables) {
        expect([policy.metadata.name, name, unknownIn(expression)]).toEqual([policy.metadata.name, name, []]);
        expect(known).not.toContain(name);
        known.add(name);
      }
      for (const { expression, messageExpression } of validations)
        expect(unknownIn(expression + messageExpression)).toEqual([]);
    }
  });

  it("believe an owner's name of nobody but the cluster's controllers", () => {
    const reading = objects.flatMap((object) =>
      ((spec(object)["variables"] ?? []) as { name: string; expression: string }[]).filter(({ expression }) =>
        expression.includes("ownerReferences"),
      ),
    );
    expect(reading.map(({ name }) => name)).toEqual(["owners"]);
    expect(reading[0]?.expression).toMatch(/ && request\.userInfo\.username in \['system:kube-controller-manager', /);
  });

  it.each([
    ["quota-005", "resources"],
    ["base-015", "ports"],
  ])("ask by %s no container that is added to debug, because it cannot have %s", (code, field) => {
    const variables = spec(find(objects, "ValidatingAdmissionPolicy", `acme-prod-${code}`))["variables"] as {
      name: string;
      expression: string;
    }[];
    const expressionOf = (name: string): string => variables.find((each) => each.name === name)?.expression ?? "";
    expect(expressionOf("broken")).toContain(`c.?${field}`);
    expect(expressionOf("broken")).not.toContain("variables.containers");
    expect(expressionOf("broken")).toContain("variables.firstContainers");
    expect(expressionOf("firstContainers")).not.toContain("ephemeralContainers");
    expect(expressionOf("containers")).toContain("ephemeralContainers");
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
