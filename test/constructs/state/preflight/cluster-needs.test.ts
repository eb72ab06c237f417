import { clusterSchema } from "../../../../constructs/model/cluster";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { clusterNeeds } from "../../../../constructs/state/preflight/cluster-needs";
import { baasIn } from "../../../support/baas";

/** A production platform says where users reach it. */
const PUBLIC = "publicUrl=https://acme.example";
const facts = clusterSchema().parse({});

describe("what a render needs of a cluster", () => {
  const { objects, prerequisites } = renderKubernetes(baasIn("prod", [PUBLIC]));
  const needs = clusterNeeds(objects, facts, prerequisites);

  it("is every kind that it makes, in every namespace", () => {
    expect(needs.kinds).toEqual(
      expect.arrayContaining([
        { apiVersion: "apps/v1", kind: "StatefulSet", namespaces: ["baas-prod"] },
        { apiVersion: "v1", kind: "Namespace", namespaces: [undefined] },
      ]),
    );
    expect(new Set(needs.kinds.map(({ kind }) => kind)).size).toBe(new Set(objects.map(({ kind }) => kind)).size);
  });

  it("is the default storage class, and Secrets where pods are", () => {
    expect(needs.storageClasses).toEqual([undefined]);
    expect(needs.secretNamespaces).toEqual(["baas-prod"]);
    expect(needs.hasPolicies).toBe(true);
  });

  it("is no issuer while the platform makes its own", () => {
    expect(needs.issuers).toEqual([]);
    const foreign = renderKubernetes(baasIn("prod", [PUBLIC, "cluster.issuer.name=corp"]));
    expect(clusterNeeds(foreign.objects, facts, []).issuers).toEqual([
      { apiVersion: "cert-manager.io/v1", kind: "ClusterIssuer", name: "corp", namespace: undefined },
    ]);
  });
});

describe("what objects of any maker need", () => {
  const object = (kind: string, spec: object, apiVersion = "v1") => ({
    apiVersion,
    kind,
    metadata: { name: "x", namespace: "shop" },
    spec,
  });
  const needsOf = (...objects: readonly ReturnType<typeof object>[]) => clusterNeeds(objects, facts, []);

  it("is the class of each claim; an empty name asks for none", () => {
    const claim = (storageClassName?: string) => ({ spec: { storageClassName } });
    const { storageClasses } = needsOf(
      object("PersistentVolumeClaim", { storageClassName: "fast" }),
      object("StatefulSet", { volumeClaimTemplates: [claim("slow"), claim(), claim("")] }, "apps/v1"),
    );
    expect(storageClasses).toEqual(["fast", "slow", undefined]);
  });

  it("is the class of each Ingress, and the Gateway of each route", () => {
    const route = {
      parentRefs: [{ name: "edge", namespace: "infra" }, { name: "own" }, { name: "svc", kind: "Service" }],
    };
    const { ingressClasses, gateways } = needsOf(
      object("Ingress", { ingressClassName: "nginx" }, "networking.k8s.io/v1"),
      object("TLSRoute", route, "gateway.networking.k8s.io/v1alpha3"),
    );
    expect(ingressClasses).toEqual(["nginx"]);
    expect(gateways.map(({ namespace, name }) => `${namespace ?? ""}/${name}`)).toEqual(["infra/edge", "shop/own"]);
  });

  it("is the way to the API server when a pod has a token", () => {
    const pod = { spec: { automountServiceAccountToken: true } };
    expect(needsOf(object("Deployment", { template: pod }, "apps/v1")).callsApiServer).toBe(true);
    expect(needsOf(object("CronJob", { jobTemplate: { spec: { template: pod } } }, "batch/v1")).callsApiServer).toBe(
      true,
    );
    expect(needsOf(object("Deployment", { template: { spec: {} } }, "apps/v1")).callsApiServer).toBe(false);
  });
});
