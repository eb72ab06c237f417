import { Platform } from "../../../../constructs/model/platform";
import { Size } from "../../../../constructs/model/units";
import { container, objectOf, objectsOf, Program, Server } from "./sample";

function database(platform: Platform, storageClass?: string): Server {
  const volume = {
    kind: "volume" as const,
    id: "data",
    size: Size.gibibytes(20),
    backup: true,
    ...(storageClass === undefined ? {} : { storageClass }),
  };
  return new Server(
    platform,
    "db",
    {
      run: { kind: "stateful", replicas: 2 },
      container: container("postgres", {
        user: { uid: 70, gid: 71 },
        mounts: [{ kind: "volume", volume, path: "/var/lib/postgresql" }],
      }),
    },
    { port: 5432, protocol: "postgresql" },
  );
}

describe("a stateful workload", () => {
  it("is a StatefulSet that comes and goes in order and never loses a disk", () => {
    const platform = new Platform("acme");
    database(platform);
    const { spec } = objectOf(platform, "StatefulSet");
    expect(spec).toMatchObject({
      replicas: 2,
      serviceName: "db-headless",
      podManagementPolicy: "OrderedReady",
      updateStrategy: { type: "RollingUpdate" },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    });
    expect(spec?.volumeClaimTemplates).toHaveLength(1);
    expect(spec?.volumeClaimTemplates?.[0]).toMatchObject({
      metadata: { name: "data" },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "20Gi" } } },
    });
    expect(spec?.template.spec?.containers[0]?.volumeMounts).toEqual([
      { name: "data", mountPath: "/var/lib/postgresql" },
    ]);
    expect(objectsOf(platform, "PersistentVolumeClaim")).toEqual([]);
  });

  it("is called by one stable address, and each replica by a name", () => {
    const platform = new Platform("acme");
    database(platform);
    const ports = [{ name: "api", port: 5432, targetPort: 5432, protocol: "TCP", appProtocol: "postgresql" }];
    expect(objectOf(platform, "Service", "db").spec).toMatchObject({ type: "ClusterIP", ports });
    expect(objectOf(platform, "Service", "db").spec).not.toHaveProperty("clusterIP");
    expect(objectOf(platform, "Service", "db-headless").spec).toMatchObject({
      clusterIP: "None",
      publishNotReadyAddresses: true,
      ports,
    });
  });

  it("gives its disk to the container's group", () => {
    const platform = new Platform("acme");
    database(platform);
    expect(objectOf(platform, "StatefulSet").spec?.template.spec?.securityContext).toMatchObject({
      fsGroup: 71,
      fsGroupChangePolicy: "OnRootMismatch",
    });
  });

  it("takes the volume's storage class, else the cluster's", () => {
    const classOf = (platform: Platform) =>
      objectOf(platform, "StatefulSet").spec?.volumeClaimTemplates?.[0]?.spec?.storageClassName;
    const cluster = { storageClass: "standard" };
    const own = new Platform("acme", { cluster });
    database(own, "fast");
    const common = new Platform("acme", { cluster });
    database(common);
    const unsaid = new Platform("acme");
    database(unsaid);
    expect([classOf(own), classOf(common), classOf(unsaid)]).toEqual(["fast", "standard", undefined]);
  });

  it("has a name that leaves room for the revision that its pods are labelled with", () => {
    const platform = new Platform("acme");
    const outer = new Program(platform, "a-component-with-a-rather-long-name");
    new Program(outer, "and-a-part-of-it-with-another-one", { run: { kind: "stateful", replicas: 1 } });
    const { metadata, spec } = objectOf(platform, "StatefulSet");
    expect(metadata.name.length).toBeLessThanOrEqual(52);
    expect(objectOf(platform, "Service").metadata.name).toBe(spec?.serviceName);
    expect(spec?.serviceName?.length).toBeLessThanOrEqual(63);
  });
});
