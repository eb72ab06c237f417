import { describeLive } from "./engines";
import { clusterEngines, hasCondition, startCluster } from "./kubernetes";
import type { Cluster } from "./kubernetes";
import type { KubernetesObject } from "./kubernetes-client";
import { waitUntil } from "./process";

const hardened = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};

function pod(name: string, securityContext: Readonly<Record<string, unknown>>, memory = "16Mi"): KubernetesObject {
  const resources = { requests: { cpu: "10m", memory }, limits: { cpu: "10m", memory } };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "strict" },
    spec: { containers: [{ name: "main", image: "example.invalid/program:1", securityContext, resources }] },
  };
}

describeLive([...clusterEngines, "cert-manager-crds"], "a Kubernetes cluster for tests", () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster({ nodes: 2 });
    await cluster.namespace("strict", { "pod-security.kubernetes.io/enforce": "restricted" });
  });

  afterAll(async () => {
    await cluster?.stop();
  });

  it("is the pinned release", async () => {
    expect(await cluster.client.raw("/version")).toMatchObject({ gitVersion: "v1.34.2", major: "1", minor: "34" });
  });

  it("refuses a privileged pod where Pod Security enforces restricted, in the server's own words", async () => {
    const refused = cluster.client.apply(pod("privileged", { privileged: true }));
    await expect(refused).rejects.toMatchObject({
      status: 403,
      reason: "Forbidden",
      message: expect.stringMatching(/violates PodSecurity "restricted:latest": privileged/),
    });
  });

  it("refuses what a quota forbids", async () => {
    const quota = {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "small", namespace: "strict" },
      spec: { hard: { "limits.memory": "32Mi" } },
    };
    await cluster.client.apply(quota);
    const counted = async (): Promise<boolean> => {
      const seen = (await cluster.client.get("v1", "ResourceQuota", "small", "strict"))?.["status"] as
        { hard?: object } | undefined;
      return seen?.hard !== undefined;
    };
    await waitUntil(counted, "the quota is counted");
    await expect(cluster.client.apply(pod("large", hardened, "64Mi"))).rejects.toThrow(/exceeded quota: small/);
  });

  it("schedules a hardened pod, which becomes Ready without a container", async () => {
    const { warnings } = await cluster.client.apply(pod("good", hardened));
    expect(warnings).toEqual([]);
    await cluster.condition("v1", "Pod", "good", "Ready", "strict");
    const seen = (await cluster.client.get("v1", "Pod", "good", "strict")) as unknown as { spec: { nodeName: string } };
    expect(seen.spec.nodeName).toMatch(/^node-[12]$/);
  });

  it("stores nothing in a dry run", async () => {
    const dry = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "dry", namespace: "strict" },
      data: { a: "b" },
    };
    const { object } = await cluster.client.apply(dry, { dryRun: true });
    expect(object).toMatchObject({ data: { a: "b" } });
    expect(await cluster.client.get("v1", "ConfigMap", "dry", "strict")).toBeUndefined();
  });

  it("changes nothing when the same object is applied again", async () => {
    const same = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "same", namespace: "strict" },
      data: { a: "b" },
    };
    const first = await cluster.client.apply(same);
    const second = await cluster.client.apply(same);
    expect(second.object.metadata.resourceVersion).toBe(first.object.metadata.resourceVersion);
  });

  it("refuses an unknown field", async () => {
    const wrong = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "wrong", namespace: "strict" },
      spec: { prots: [] },
    };
    await expect(cluster.client.apply(wrong)).rejects.toThrow(/prots/);
  });

  it("binds a claim to a volume when a stateful workload's pod wants it", async () => {
    const labels = { app: "store" };
    const resources = { requests: { cpu: "10m", memory: "8Mi" }, limits: { cpu: "10m", memory: "8Mi" } };
    await cluster.client.apply({
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "store", namespace: "strict" },
      spec: {
        serviceName: "store",
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: "main",
                image: "example.invalid/store:1",
                securityContext: hardened,
                resources,
                volumeMounts: [{ name: "data", mountPath: "/data" }],
              },
            ],
          },
        },
        volumeClaimTemplates: [
          {
            metadata: { name: "data" },
            spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
          },
        ],
      },
    });
    const exists = async (): Promise<boolean> =>
      hasCondition(await cluster.client.get("v1", "Pod", "store-0", "strict"), "Ready");
    await waitUntil(exists, "store-0 is Ready", 30_000);
    expect(await cluster.client.get("v1", "PersistentVolumeClaim", "data-store-0", "strict")).toMatchObject({
      status: { phase: "Bound" },
    });
  });

  it("judges a certificate by cert-manager's definition", async () => {
    await cluster.installCrds("cert-manager-crds");
    const certificate = (spec: object): KubernetesObject => ({
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: "leaf", namespace: "strict" },
      spec,
    });
    const issuerRef = { name: "authority", kind: "Issuer" };
    await expect(cluster.client.apply(certificate({ issuerRef }))).rejects.toThrow(/spec.secretName: Required value/);
    await cluster.client.apply(certificate({ issuerRef, secretName: "leaf", dnsNames: ["leaf.example"] }));
    expect(await cluster.client.list("cert-manager.io/v1", "Certificate", "strict")).toHaveLength(1);
  });
});
