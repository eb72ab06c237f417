import type { ClusterFacts } from "../../../../policies/facts/cluster";
import { kubernetesFacts } from "../../../../policies/facts/kubernetes";

const object = (apiVersion: string, kind: string, name: string, rest: object, namespace = "n") => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
  ...rest,
});
const deployment = (name: string, replicas: number, labels: object, selector: object = { matchLabels: labels }) =>
  object("apps/v1", "Deployment", name, { spec: { replicas, selector, template: { metadata: { labels }, spec: {} } } });
const budget = (spec: object) =>
  object("policy/v1", "PodDisruptionBudget", "b", { spec: { selector: { matchLabels: { app: "a" } }, ...spec } });

const cluster = (...objects: readonly unknown[]): ClusterFacts => kubernetesFacts(objects).cluster;

describe("disruption budgets", () => {
  const blocks = (replicas: number, spec: object): boolean | undefined =>
    cluster(deployment("a", replicas, { app: "a" }), budget(spec)).disruptions[0]?.isBlocking;

  it.each([
    [2, { maxUnavailable: 1 }, false],
    [2, { maxUnavailable: 0 }, true],
    [2, { maxUnavailable: "0%" }, true],
    [2, { minAvailable: 1 }, false],
    [2, { minAvailable: 2 }, true],
    [1, { minAvailable: 1 }, true],
    [4, { minAvailable: "50%" }, false],
    [4, { minAvailable: "100%" }, true],
  ])("of %i pods with %j block a drain: %s", (replicas, spec, expected) => {
    expect(blocks(replicas, spec)).toBe(expected);
  });

  it("keep what they select", () => {
    const objects = [deployment("a", 2, { app: "a" }), deployment("b", 2, { app: "b" }), budget({ maxUnavailable: 1 })];
    expect(cluster(...objects).disruptions[0]?.workloads).toEqual(["n/Deployment/a"]);
  });
});

describe("selectors", () => {
  it("find their own pods, or others, in one namespace", () => {
    const facts = cluster(
      deployment("a", 1, { app: "x", part: "a" }, { matchLabels: { app: "x" } }),
      deployment("b", 1, { app: "x", part: "b" }),
      { ...deployment("c", 1, { app: "x" }), metadata: { name: "c", namespace: "m" } },
      deployment("d", 1, { app: "d" }, { matchLabels: { app: "e" } }),
    );
    expect(facts.selectors).toEqual([
      { path: "n/Deployment/a", findsItself: true, others: ["n/Deployment/b"] },
      { path: "n/Deployment/b", findsItself: true, others: [] },
      { path: "m/Deployment/c", findsItself: true, others: [] },
      { path: "n/Deployment/d", findsItself: false, others: [] },
    ]);
  });
});

describe("roles", () => {
  it("are read with who has them; an account without a namespace stands in that of its binding", () => {
    const rbac = "rbac.authorization.k8s.io/v1";
    const facts = cluster(
      object(rbac, "Role", "r", { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }, {}] }),
      object(rbac, "RoleBinding", "r", {
        roleRef: { kind: "Role", name: "r" },
        subjects: [
          { kind: "ServiceAccount", name: "a" },
          { kind: "User", name: "u" },
        ],
      }),
    );
    expect(facts.roles[0]).toEqual({
      path: "n/Role/r",
      isOfCluster: false,
      rules: [
        { field: "rules[0]", groups: [""], resources: ["pods"], verbs: ["get"], names: [] },
        { field: "rules[1]", groups: [], resources: [], verbs: [], names: [] },
      ],
    });
    expect(facts.bindings).toEqual([
      { path: "n/RoleBinding/r", isOfCluster: false, role: "Role/r", subjects: ["ServiceAccount/n/a", "User/u"] },
    ]);
  });
});

it("says what each object is, and nothing about a Compose project", () => {
  expect(cluster(deployment("a", 1, {}), {}).objects).toEqual([
    { path: "n/Deployment/a", kind: "Deployment", apiVersion: "apps/v1" },
  ]);
});
