import { Platform } from "../../../../constructs/model/platform";
import { Duration, Size } from "../../../../constructs/model/units";
import { container, objectOf, objectsOf, podOf, Program, Server } from "./sample";

const disk = { kind: "volume", id: "data", size: Size.gibibytes(5), backup: true } as const;

describe("a service workload", () => {
  it("is a Deployment that brings a new pod before it takes an old one away", () => {
    const platform = new Platform("acme", { environment: "prod" });
    new Program(platform, "web", { run: { kind: "service", replicas: 3 } });
    const { metadata, spec } = objectOf(platform, "Deployment");
    expect(metadata).toMatchObject({ name: "web", namespace: "acme-prod" });
    expect(spec?.replicas).toBe(3);
    expect(spec?.revisionHistoryLimit).toBe(3);
    expect(spec?.strategy).toEqual({ type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
  });

  it("selects the labels that its pods carry", () => {
    const platform = new Platform("acme");
    new Server(platform, "web");
    const { spec } = objectOf(platform, "Deployment");
    const selector = { "app.kubernetes.io/instance": "acme-dev", "app.kubernetes.io/name": "web" };
    expect(spec?.selector.matchLabels).toEqual(selector);
    expect(spec?.template.metadata?.labels).toEqual({
      ...selector,
      "app.kubernetes.io/component": "web",
      "app.kubernetes.io/managed-by": "ashlar",
      "app.kubernetes.io/part-of": "acme",
    });
    expect(objectOf(platform, "Service").spec?.selector).toEqual(selector);
    expect(objectOf(platform, "PodDisruptionBudget").spec?.selector?.matchLabels).toEqual(selector);
  });

  it("that must stand alone is gone before the next pod comes", () => {
    const platform = new Platform("acme");
    new Program(platform, "one", { run: { kind: "service", replicas: 1, alone: true } });
    expect(objectOf(platform, "Deployment").spec?.strategy).toEqual({ type: "Recreate" });
  });

  it("with a disk gives it up before the next pod takes it", () => {
    const platform = new Platform("acme");
    new Program(platform, "store", {
      container: container("store", { mounts: [{ kind: "volume", volume: disk, path: "/data" }] }),
    });
    const deployment = objectOf(platform, "Deployment");
    expect(deployment.spec?.strategy).toEqual({ type: "Recreate" });
    expect(deployment.metadata.annotations).toEqual({ "ashlar.dev/backup": "data" });
    const claim = objectOf(platform, "PersistentVolumeClaim");
    expect(claim.metadata.name).toBe("store-data");
    expect(claim.spec).toEqual({
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "5Gi" } },
      volumeMode: "Filesystem",
    });
    expect(podOf(platform).volumes).toEqual([{ name: "data", persistentVolumeClaim: { claimName: "store-data" } }]);
    expect(podOf(platform).containers[0]?.volumeMounts).toEqual([{ name: "data", mountPath: "/data" }]);
  });

  it("with a disk cannot have replicas: the disk has one writer", () => {
    const platform = new Platform("acme");
    new Program(platform, "store", {
      run: { kind: "service", replicas: 2 },
      container: container("store", { mounts: [{ kind: "volume", volume: disk, path: "/data" }] }),
    });
    expect(() => objectsOf(platform, "Deployment")).toThrow(
      /\[acme\/store\/main\] ASH-TARGET-002: workload\.run\.service\.volume/,
    );
  });

  it("is never a reason for a drain to stop", () => {
    const platform = new Platform("acme");
    new Program(platform, "web");
    const { spec } = objectOf(platform, "PodDisruptionBudget");
    expect(spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" });
  });

  it("spreads replicas over nodes where it can", () => {
    const platform = new Platform("acme");
    new Program(platform, "web", { run: { kind: "service", replicas: 2 } });
    new Program(platform, "single");
    expect(podOf(platform, "single").affinity).toBeUndefined();
    const [term] =
      podOf(platform, "web").affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    expect(term?.podAffinityTerm).toMatchObject({
      topologyKey: "kubernetes.io/hostname",
      labelSelector: { matchLabels: { "app.kubernetes.io/name": "web" } },
    });
  });

  it("has an account of its own, and a token only when it calls the API", () => {
    const platform = new Platform("acme", { cluster: { apiServerCidrs: ["10.0.0.1/32"] } });
    new Program(platform, "web");
    new Program(platform, "operator", { apiAccess: true });
    expect(podOf(platform, "web")).toMatchObject({ serviceAccountName: "web", automountServiceAccountToken: false });
    expect(podOf(platform, "operator").automountServiceAccountToken).toBe(true);
    for (const account of objectsOf(platform, "ServiceAccount")) {
      expect(account.automountServiceAccountToken).toBe(false);
    }
  });

  it("is given its time to stop", () => {
    const platform = new Platform("acme");
    new Program(platform, "web", { gracePeriod: Duration.minutes(2) });
    expect(podOf(platform).terminationGracePeriodSeconds).toBe(120);
  });
});
