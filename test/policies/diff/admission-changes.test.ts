import { admissionObjects, type AdmissionOptions } from "../../../policies/admission/admission";
import { dangersOf, ofManifests } from "./sides";

const NAMESPACES = ["acme", "acme-team"] as const;

function side(options: Partial<AdmissionOptions> = {}): readonly object[] {
  const namespaces = (options.namespaces ?? NAMESPACES).map((name) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name },
  }));
  return [...namespaces, ...admissionObjects({ name: "acme", namespaces: NAMESPACES, ...options })];
}

const dangers = (before: readonly object[], after: readonly object[]): readonly string[] =>
  dangersOf(ofManifests(before, after)).filter((line) => line.startsWith("rights"));

const bound = "rights ValidatingAdmissionPolicyBinding/acme-base-003";
const policy = "rights ValidatingAdmissionPolicy/acme-base-003";

/** One policy's object with a part of its spec changed. */
const changed = (kind: string, spec: object): readonly object[] =>
  side().map((object) => {
    const { kind: own, metadata, spec: old } = object as { kind: string; metadata: { name: string }; spec: object };
    return own === kind && metadata.name === "acme-base-003" ? { ...object, spec: { ...old, ...spec } } : object;
  });

const BINDING = "ValidatingAdmissionPolicyBinding";
const POLICY = "ValidatingAdmissionPolicy";

describe("dangers of admission policies", () => {
  it("are none in what stays, is new, or is stricter", () => {
    expect(dangers(side(), side())).toEqual([]);
    expect(dangers([], side())).toEqual([]);
    expect(dangers(side({ action: "audit" }), side({ action: "deny" }))).toEqual([]);
    const two = side({ settings: { "BASE-004": { allowed: ["CHOWN", "FOWNER"] } } });
    expect(dangers(two, side({ settings: { "BASE-004": { allowed: ["CHOWN"] } } }))).toEqual([]);
  });

  it.each<[string, readonly object[], string]>([
    [
      "a rule that is switched off",
      side({ settings: { "BASE-003": { level: "off" } } }),
      `${bound}: the API server holds the admission policy no more`,
    ],
    [
      "a policy without its binding's other half",
      side().filter((object) => {
        const { kind, metadata } = object as { kind: string; metadata: { name: string } };
        return kind !== POLICY || metadata.name !== "acme-base-003";
      }),
      `${bound}: the API server holds the admission policy no more`,
    ],
    [
      "a rule that only advises",
      side({ settings: { "BASE-003": { level: "advisory" } } }),
      `${bound}: what breaks the admission policy is only warned of, no longer refused`,
    ],
    [
      "expressions that let everything pass",
      changed(POLICY, { validations: [{ expression: "true" }] }),
      `${policy}: the admission policy judges by other expressions than before`,
    ],
    [
      "a policy that gives way when it fails",
      changed(POLICY, { failurePolicy: "Ignore" }),
      `${policy}: what the admission policy cannot judge passes`,
    ],
    [
      "a namespace that is left out and stays",
      changed(BINDING, {
        matchResources: {
          namespaceSelector: {
            matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["acme"] }],
          },
        },
      }),
      `${bound}: the admission policy does not hold in the namespace acme-team any more`,
    ],
    [
      "a selector that anybody may take a label off for",
      changed(BINDING, { matchResources: { namespaceSelector: { matchLabels: { guarded: "yes" } } } }),
      `${bound}: the admission policy holds for other objects than before`,
    ],
    [
      "a setting that allows more",
      side({ settings: { "BASE-011": { allowed: ["acme/Deployment/operator"] } } }),
      "rights acme/ConfigMap/acme-admission: the admission policies' setting base-011.allowed changes from nothing to acme/Deployment/operator",
    ],
  ])("are told of %s", (_, after, expected) => {
    expect(dangers(side(), after)).toEqual([expected]);
  });

  it("are told of a list that has no limit any more because it is empty", () => {
    const limited = side({ settings: { "BASE-022": { allowed: ["ghcr.io/acme"] } } });
    expect(dangers(limited, side())).toEqual([
      "rights acme/ConfigMap/acme-admission: the admission policies' setting base-022.allowed changes from ghcr.io/acme to nothing",
    ]);
  });

  it("are not told of a namespace that is gone itself", () => {
    expect(dangers(side(), side({ namespaces: ["acme"] }))).toEqual([]);
  });

  it("are told of another team's policies as well", () => {
    const own = {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: BINDING,
      metadata: { name: "no-latest" },
      spec: { policyName: "no-latest", validationActions: ["Deny"] },
    };
    const judge = { apiVersion: own.apiVersion, kind: POLICY, metadata: { name: "no-latest" }, spec: {} };
    expect(dangers([own, judge], [])).toEqual([
      "rights ValidatingAdmissionPolicyBinding/no-latest: the API server holds the admission policy no more",
    ]);
  });
});
