import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runJson } from "../cli/cli";
import { describeLive } from "./support/engines";
import { clusterEngines, startCluster, type Cluster } from "./support/kubernetes";
import type { KubernetesObject } from "./support/kubernetes-client";
import { temporaryFolder } from "./support/process";

interface Told {
  readonly ready: boolean;
  readonly checks: readonly {
    readonly code: string;
    readonly status: string;
    readonly subject: string;
    readonly message: string;
    readonly cure?: string;
  }[];
}

describeLive([...clusterEngines, "cert-manager-crds"], "A preflight of a real Kubernetes API server", () => {
  let cluster: Cluster;
  const folder = temporaryFolder("preflight");

  beforeAll(async () => {
    cluster = await startCluster({ nodes: 1 });
  });

  afterAll(async () => {
    await cluster?.stop();
    folder.remove();
  });

  const preflight = async (settings: readonly string[] = [], kubeconfig = cluster.kubeconfig) => {
    const set = ["publicUrl=https://acme.example", ...settings].flatMap((setting) => ["--set", setting]);
    const args = ["baas", "--env", "prod", "--target", "kubernetes", "--kubeconfig", kubeconfig, ...set];
    const { exitCode, document } = await runJson(folder.path, ["preflight", ...args]);
    expect(document).toMatchObject({ ok: true, target: "kubernetes", address: cluster.server });
    const { ready, checks } = document as unknown as Told;
    expect(exitCode).toBe(ready ? 0 : 1);
    return {
      ready,
      checks,
      failed: checks.filter(({ status }) => status === "failed").map(({ code, subject }) => `${code} ${subject}`),
      of: (code: string) =>
        checks.filter((check) => check.code === code).map(({ status, message }) => `${status}: ${message}`),
    };
  };

  const certificates = "cert-manager.io/v1";
  const crd = "certificates.cert-manager.io";
  const label = (version: string): Promise<unknown> =>
    cluster.client.apply(
      {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: crd, labels: { "app.kubernetes.io/version": version } },
      },
      { fieldManager: "preflight-test", force: true },
    );

  it("fails without cert-manager and without DNS, and names both with their cures", async () => {
    const { failed, checks, of } = await preflight();
    expect(failed).toEqual([`CLUSTER-002 ${certificates}`, "CLUSTER-007 pods k8s-app=kube-dns in kube-system"]);
    expect(checks.find(({ subject }) => subject === certificates)).toMatchObject({
      message: "is not known",
      cure: expect.stringMatching(/^install cert-manager 1\.16\.0 or newer, with its resource definitions: it issues/),
    });
    expect(of("CLUSTER-001")).toEqual([expect.stringMatching(/^ok: is v1\.34\.\d+, cluster\.version is 1\.33$/)]);
    expect(of("CLUSTER-004")).toEqual(["ok: is standard"]);
    expect(of("CLUSTER-006").every((told) => told.startsWith("ok: "))).toBe(true);
  });

  it("passes with both, and says what it cannot see", async () => {
    await cluster.installCrds("cert-manager-crds");
    await cluster.client.apply(dnsPod());
    const { ready, failed, checks, of } = await preflight();
    expect({ ready, failed }).toEqual({ ready: true, failed: [] });
    expect(of("CLUSTER-007")).toEqual(["ok: there are 1"]);
    // These definitions carry no version, and no API server knows whether anything enforces policies.
    expect(checks.filter(({ status }) => status === "unknown").map(({ code }) => code)).toEqual([
      "CLUSTER-003",
      "CLUSTER-010",
    ]);
  });

  it.each([
    ["v1.15.9", "failed", "is v1.15.9, and must be 1.16.0 or newer"],
    ["v1.19.1", "ok", "is v1.19.1, and must be 1.16.0 or newer"],
  ])("holds cert-manager's version against the oldest that is known to work: %s", async (version, status, message) => {
    await label(version);
    expect((await preflight()).of("CLUSTER-003")).toEqual([`${status}: ${message}`]);
  });

  it("fails for a server that is older than the platform says", async () => {
    expect((await preflight(["cluster.version=1.99"])).failed).toEqual(["CLUSTER-001 server"]);
  });

  it("looks for the storage class that volumes name, and tells which there are", async () => {
    const { of } = await preflight(["cluster.storageClass=fast"]);
    expect(of("CLUSTER-004")).toEqual(["failed: is not there; there are: standard"]);
  });

  it("asks an issuer whether it works: one that is not there, one that nothing cared for, one that is broken, one that is Ready", async () => {
    const settings = ["cluster.issuer.name=corp"];
    const issuer = {
      apiVersion: certificates,
      kind: "ClusterIssuer",
      metadata: { name: "corp" },
      spec: { selfSigned: {} },
    };
    const condition = (status: string, message: string) =>
      cluster.client.patchStatus(issuer, {
        conditions: [{ type: "Ready", status, message, reason: "Test", lastTransitionTime: "2026-01-01T00:00:00Z" }],
      });
    expect((await preflight(settings)).of("CLUSTER-005")).toEqual(["failed: is not there"]);
    await cluster.client.apply(issuer);
    expect((await preflight(settings)).of("CLUSTER-005")).toEqual([
      "failed: does not say whether it is Ready: nothing has taken care of it yet",
    ]);
    await condition("False", "the vault is sealed");
    expect((await preflight(settings)).of("CLUSTER-005")).toEqual(["failed: is not Ready: the vault is sealed"]);
    await condition("True", "signs");
    const { ready, of } = await preflight(settings);
    expect([ready, of("CLUSTER-005")]).toEqual([true, ["ok: is Ready"]]);
  });

  it("finds that the ranges miss the API server's own addresses", async () => {
    await cluster.client.apply(apiServerSlice("198.51.100.7"));
    // No pod of this stack calls the API server, so it is no more than a warning.
    expect((await preflight(["cluster.apiServerCidrs=203.0.113.0/24"])).of("CLUSTER-008")).toEqual([
      "warning: 198.51.100.7 are in none of the ranges (203.0.113.0/24)",
    ]);
    expect((await preflight(["cluster.apiServerCidrs=198.51.100.0/24"])).of("CLUSTER-008")).toEqual([
      "ok: 198.51.100.7 are within the ranges",
    ]);
  });

  it("looks for the namespace that gateways accept from", async () => {
    const settings = ["cluster.ingressFrom.namespace=edge"];
    expect((await preflight(settings)).failed).toEqual(["CLUSTER-009 namespace edge"]);
    await cluster.namespace("edge");
    expect((await preflight(settings)).ready).toBe(true);
  });

  it("tells a user who may do nothing which rights are missing, and what could not be seen", async () => {
    const kubeconfig = join(folder.path, "nobody");
    const config = JSON.parse(readFileSync(cluster.kubeconfig, "utf8")) as {
      users: { user: Record<string, string> }[];
    };
    config.users[0]!.user["as"] = "nobody";
    writeFileSync(kubeconfig, JSON.stringify(config));
    const { failed, of, checks } = await preflight([], kubeconfig);
    expect(failed).toEqual(["CLUSTER-006 rights in baas-prod", "CLUSTER-006 rights in the cluster"]);
    expect(of("CLUSTER-006").join("\n")).toMatch(
      /lack: .*create statefulsets\.apps, patch statefulsets\.apps.*create secrets/,
    );
    expect(checks.find(({ code }) => code === "CLUSTER-004")).toMatchObject({
      status: "unknown",
      message: expect.stringMatching(
        /^may not be looked at: storageclasses\.storage\.k8s\.io is forbidden: User "nobody"/,
      ),
    });
  });

  it("has changed nothing: no namespace, no Secret", async () => {
    const names = async (kind: string) => (await cluster.client.list("v1", kind)).map(({ metadata }) => metadata.name);
    expect((await names("Namespace")).filter((name) => /^baas|^cert-manager/.test(name))).toEqual([]);
    expect(await names("Secret")).toEqual([]);
  });
});

function dnsPod(): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "coredns", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
    spec: { containers: [{ name: "coredns", image: "example.invalid/coredns:1" }] },
  };
}

function apiServerSlice(address: string): KubernetesObject {
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      name: "api-server",
      namespace: "default",
      labels: { "kubernetes.io/service-name": "kubernetes" },
    },
    addressType: "IPv4",
    endpoints: [{ addresses: [address] }],
    ports: [{ name: "https", port: 6443, protocol: "TCP" }],
  };
}
