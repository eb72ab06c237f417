import { PREREQUISITES } from "../../../../constructs/model/prerequisite";
import type { Check, CheckStatus } from "../../../../constructs/state/preflight/check";
import { preflightCluster } from "../../../../constructs/state/preflight/cluster-preflight";
import type { Right } from "../../../../constructs/state/preflight/cluster-view";
import { clusterView, clusterWants, GOOD_CLUSTER } from "./worlds";

const told = (checks: readonly Check[], code: string): readonly string[] =>
  checks
    .filter((check) => check.code === code)
    .map(({ status, subject, message }) => `${status} ${subject}: ${message}`);

const statuses = (checks: readonly Check[], status: CheckStatus): readonly string[] =>
  checks.filter((check) => check.status === status).map(({ code }) => code);

describe("a cluster that has everything", () => {
  it("passes every check but the one that cannot be made", async () => {
    const checks = await preflightCluster(clusterWants(), clusterView());
    expect(statuses(checks, "failed")).toEqual([]);
    expect(statuses(checks, "warning")).toEqual([]);
    expect(statuses(checks, "unknown")).toEqual(["CLUSTER-010"]);
    expect(statuses(checks, "ok").length).toBeGreaterThanOrEqual(7);
  });

  it("gives a cure with each check that is not well, and with no other", async () => {
    const checks = await preflightCluster(
      clusterWants(),
      clusterView({ version: "v1.20.0", hidden: ["StorageClass"] }),
    );
    for (const { status, cure } of checks) expect(cure === undefined).toBe(status === "ok");
  });

  it("is asked nothing about what the platform does not use", async () => {
    const wants = clusterWants({ storageClasses: [], hasPolicies: false, prerequisites: [] });
    const codes = new Set((await preflightCluster(wants, clusterView())).map(({ code }) => code));
    expect([...codes].sort()).toEqual(["CLUSTER-001", "CLUSTER-002", "CLUSTER-006"]);
  });
});

describe("what is missing", () => {
  const preflight = async (wants: Parameters<typeof clusterWants>, world: Parameters<typeof clusterView>[0]) =>
    preflightCluster(clusterWants(...wants), clusterView(world));

  it.each([
    ["v1.33.0", "ok"],
    ["v1.34.1-gke.1234", "ok"],
    ["v1.32.9", "failed"],
    ["v0.9.0", "failed"],
    ["main", "unknown"],
  ])("a server of version %s is %s", async (version, status) => {
    expect(told(await preflight([], { version }), "CLUSTER-001")[0]).toMatch(new RegExp(`^${status} server: `));
  });

  it("a kind is missing from an API version that is there", async () => {
    const kinds = { ...GOOD_CLUSTER.kinds, v1: ["Namespace/namespaces"] };
    expect(told(await preflight([], { kinds }), "CLUSTER-002")).toContain("failed v1: knows no ConfigMap");
  });

  it("a prerequisite that is missing is told once, with what it is for", async () => {
    const { v1 = [] } = GOOD_CLUSTER.kinds;
    const checks = await preflight([], { kinds: { v1 } });
    expect(statuses(checks, "failed")).toEqual(["CLUSTER-002"]);
    expect(checks.find(({ status }) => status === "failed")?.cure).toMatch(/^install cert-manager 1\.16\.0 or newer/);
  });

  /** What is said of a Gateway API whose definition of Gateways has this metadata. */
  const gatewayApi = async (metadata: object) => {
    const wants = clusterWants({
      kinds: [{ apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway", namespaces: ["app"] }],
      prerequisites: [PREREQUISITES["gateway-api"]],
    });
    const objects = {
      ...GOOD_CLUSTER.objects,
      "CustomResourceDefinition /gateways.gateway.networking.k8s.io": { metadata },
    };
    return told(await preflightCluster(wants, clusterView({ objects })), "CLUSTER-003");
  };

  it.each([
    ["v1.5.1", "ok gateway-api: is v1.5.1, and must be 1.5.0 or newer"],
    ["v1.4.0", "failed gateway-api: is v1.4.0, and must be 1.5.0 or newer"],
  ])("the Gateway API tells its release %s in an annotation, whoever labelled it", async (version, message) => {
    const metadata = {
      annotations: {
        "api-approved.kubernetes.io": "https://github.com/kubernetes-sigs/gateway-api/pull/4530",
        "gateway.networking.k8s.io/bundle-version": version,
        "gateway.networking.k8s.io/channel": "standard",
      },
    };
    expect(await gatewayApi(metadata)).toEqual([message]);
    // A chart that brings the definitions along has a version of its own.
    expect(await gatewayApi({ ...metadata, labels: { "helm.sh/chart": "mesh-9.0.0" } })).toEqual([message]);
  });

  it("a prerequisite that tells no version is unknown", async () => {
    expect(await gatewayApi({})).toEqual([expect.stringMatching(/^unknown gateway-api: .*does not tell its version$/)]);
  });

  it("there is no default storage class, or there are two", async () => {
    const annotations = { "storageclass.kubernetes.io/is-default-class": "true" };
    const one = { "StorageClass /slow": {} };
    const two = { "StorageClass /a": { metadata: { annotations } }, "StorageClass /b": { metadata: { annotations } } };
    expect(told(await preflight([], { objects: one }), "CLUSTER-004")).toEqual([
      "failed default storage class: there is none; there are: slow",
    ]);
    expect(told(await preflight([], { objects: two }), "CLUSTER-004")).toEqual([
      "warning default storage class: is not one but several: a, b",
    ]);
  });

  it("an issuer of a kind that the server does not know cannot be there", async () => {
    const issuers = [{ apiVersion: "cert-manager.io/v2", kind: "ClusterIssuer", name: "corp", namespace: undefined }];
    expect(told(await preflight([{ issuers }], {}), "CLUSTER-005")).toEqual([
      "failed ClusterIssuer corp: is not there: the server knows no ClusterIssuer of cert-manager.io/v2",
    ]);
  });

  it("a pod calls the API server, whose addresses are in no range", async () => {
    const slice = { metadata: { labels: { "kubernetes.io/service-name": "kubernetes" } } };
    const objects = {
      ...GOOD_CLUSTER.objects,
      "EndpointSlice default/kubernetes": { ...slice, endpoints: [{ addresses: ["10.0.0.5", "2001:db8::5"] }] },
    };
    const server = async (apiServerCidrs: string[]) =>
      told(await preflight([{ callsApiServer: true }, { apiServerCidrs }], { objects }), "CLUSTER-008");
    expect(await server([])).toEqual(["failed API server: 10.0.0.5, 2001:db8::5 are in none of the ranges (none)"]);
    expect(await server(["10.0.0.0/24"])).toEqual([
      "failed API server: 2001:db8::5 are in none of the ranges (10.0.0.0/24)",
    ]);
    expect(await server(["10.0.0.0/24", "2001:db8::/64"])).toEqual([expect.stringMatching(/^ok /)]);
  });

  it("a route hangs on a Gateway that is not programmed", async () => {
    const gateways = [
      { apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway", name: "edge", namespace: "infra" },
    ];
    const way = async (conditions: readonly object[]) => {
      const objects = { ...GOOD_CLUSTER.objects, "Gateway infra/edge": { status: { conditions } } };
      return told(await preflight([{ gateways }], { objects }), "CLUSTER-009");
    };
    expect(await way([{ type: "Programmed", status: "True" }])).toEqual(["ok Gateway infra/edge: is Programmed"]);
    expect(await way([{ type: "Programmed", status: "False", reason: "NoAddress" }])).toEqual([
      "failed Gateway infra/edge: is not Programmed: NoAddress",
    ]);
    expect(told(await preflight([{ gateways }], {}), "CLUSTER-009")).toEqual([
      "failed Gateway infra/edge: is not there",
    ]);
  });

  it("an ingress class is missing; without a default one a controller may still take it", async () => {
    const ways = told(await preflight([{ ingressClasses: ["nginx", undefined] }], {}), "CLUSTER-009");
    expect(ways).toEqual([
      "failed ingress class nginx: is not there; there are: none",
      "warning default ingress class: there is none; there are: none",
    ]);
  });
});

describe("a user with few rights", () => {
  const deny =
    (...denied: readonly string[]) =>
    ({ verb, resource }: Right): boolean =>
      verb !== "*" && !denied.includes(`${verb} ${resource}`);

  it("is told exactly what is missing, and where", async () => {
    const may = deny("patch configmaps", "get secrets");
    const checks = await preflightCluster(clusterWants(), clusterView({ may }));
    expect(told(checks, "CLUSTER-006")).toEqual([
      "failed rights in acme: lack: patch configmaps, get secrets",
      "ok rights in the cluster: are enough to apply and to init",
    ]);
  });

  it("need not make a namespace that is there", async () => {
    const may = deny("create namespaces");
    const rights = async (objects: typeof GOOD_CLUSTER.objects) =>
      told(await preflightCluster(clusterWants(), clusterView({ may, objects })), "CLUSTER-006").at(-1);
    expect(await rights(GOOD_CLUSTER.objects)).toBe("failed rights in the cluster: lack: create namespaces");
    expect(await rights({ ...GOOD_CLUSTER.objects, "Namespace /acme": {} })).toMatch(/^ok /);
  });

  it("is told what could not be seen, and it counts for nothing", async () => {
    const hidden = ["StorageClass", "Pod", "CustomResourceDefinition"];
    const checks = await preflightCluster(clusterWants(), clusterView({ hidden }));
    expect(statuses(checks, "failed")).toEqual([]);
    expect(statuses(checks, "unknown")).toEqual(["CLUSTER-003", "CLUSTER-004", "CLUSTER-007", "CLUSTER-010"]);
  });
});
