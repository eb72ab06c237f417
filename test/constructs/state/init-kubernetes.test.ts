import { readdirSync } from "node:fs";
import type { MaterialList } from "../../../constructs/render/material";
import type { Cluster, NewNamespace, NewSecret, SecretData } from "../../../constructs/state/cluster";
import { initKubernetes, type ClusterInitOptions } from "../../../constructs/state/init-kubernetes";
import type { InitReport } from "../../../constructs/state/init-report";
import { LocalStore } from "../../../constructs/state/local-store";
import { list as local, withGiven } from "./material-list";
import { temporaryFolders } from "./temporary-folder";

const folder = temporaryFolders();

/** A cluster in memory that behaves as an API server does: a second create is refused, a missing namespace too. */
class MemoryCluster implements Cluster {
  public readonly namespaces = new Map<string, NewNamespace>();
  public readonly secrets = new Map<string, NewSecret>();
  public creations = 0;

  public createNamespace(namespace: NewNamespace): Promise<boolean> {
    if (this.namespaces.has(namespace.name)) return Promise.resolve(false);
    this.namespaces.set(namespace.name, namespace);
    this.creations += 1;
    return Promise.resolve(true);
  }

  public readSecret(namespace: string, name: string): Promise<SecretData | undefined> {
    return Promise.resolve(this.secrets.get(`${namespace}/${name}`)?.data);
  }

  public createSecret(secret: NewSecret): Promise<boolean> {
    if (!this.namespaces.has(secret.namespace)) throw new Error(`namespace ${secret.namespace} does not exist`);
    const id = `${secret.namespace}/${secret.name}`;
    if (this.secrets.has(id)) return Promise.resolve(false);
    this.secrets.set(id, secret);
    this.creations += 1;
    return Promise.resolve(true);
  }

  public text(id: string, key = "value"): string {
    return this.secrets.get(id)?.data.get(key)?.toString("utf8") ?? "";
  }
}

const NAMESPACE = { name: "acme-prod", labels: { "pod-security.kubernetes.io/enforce": "restricted" } };
const TENANT = { name: "acme-prod-tenant", labels: {} };

/** The same list as manifests would have it: certificates come from cert-manager. */
const list: MaterialList = {
  ...local,
  identities: [],
  secrets: local.secrets.map((secret) => ({
    ...secret,
    namespaces: secret.name === "db-password" ? ["acme-prod", "acme-prod-tenant"] : ["acme-prod"],
  })),
  files: [{ ...local.files[0]!, name: "rest-files", namespace: "acme-prod" }],
};

const init = (cluster: Cluster, material = list, options: Partial<ClusterInitOptions> = {}): Promise<InitReport> =>
  initKubernetes(material, cluster, {
    given: new Map(),
    encrypted: [],
    now: new Date("2026-03-01T12:00:00Z"),
    namespaces: [NAMESPACE, TENANT],
    store: new LocalStore(folder()),
    ...options,
  });

describe("init of a cluster", () => {
  it("creates the namespaces as their manifests describe them, and every Secret that is missing", async () => {
    const cluster = new MemoryCluster();
    const report = await init(cluster);
    expect(cluster.namespaces.get("acme-prod")).toEqual(NAMESPACE);
    expect([...cluster.secrets.keys()].sort()).toEqual([
      "acme-prod-tenant/db-password",
      "acme-prod/db-password",
      "acme-prod/issuer-jwks",
      "acme-prod/issuer-key",
      "acme-prod/rest-files",
    ]);
    expect(cluster.text("acme-prod/rest-files", "rest.conf")).toContain(cluster.text("acme-prod/db-password"));
    expect(report.changes.every((change) => change.action === "created")).toBe(true);
  });

  it("gives a secret the same value in every namespace", async () => {
    const cluster = new MemoryCluster();
    await init(cluster);
    expect(cluster.text("acme-prod/db-password")).toMatch(/^[\w-]{32}$/);
    expect(cluster.text("acme-prod-tenant/db-password")).toBe(cluster.text("acme-prod/db-password"));
  });

  it("creates nothing when it is run again", async () => {
    const cluster = new MemoryCluster();
    await init(cluster);
    const { creations } = cluster;
    const report = await init(cluster);
    expect(cluster.creations).toBe(creations);
    expect(report).toMatchObject({ warnings: [] });
    expect(report.changes.every((change) => change.action === "kept")).toBe(true);
  });

  it("fills in what is missing from what the cluster has", async () => {
    const cluster = new MemoryCluster();
    await init(cluster);
    const jwks = cluster.text("acme-prod/issuer-jwks");
    const password = cluster.text("acme-prod/db-password");
    for (const id of ["acme-prod/issuer-jwks", "acme-prod-tenant/db-password", "acme-prod/rest-files"])
      cluster.secrets.delete(id);
    await init(cluster);
    expect(cluster.text("acme-prod/issuer-jwks")).toBe(jwks);
    expect(cluster.text("acme-prod-tenant/db-password")).toBe(password);
    expect(cluster.text("acme-prod/rest-files", "rest.conf")).toContain(password);
  });

  it("takes the value of somebody who was faster, everywhere", async () => {
    const cluster = new MemoryCluster();
    cluster.namespaces.set("acme-prod", NAMESPACE);
    const theirs = "made-by-the-other-one-just-in-time";
    let raced = false;
    const racing: Cluster = {
      createNamespace: (namespace) => cluster.createNamespace(namespace),
      readSecret: (namespace, name) => cluster.readSecret(namespace, name),
      createSecret: async (secret) => {
        if (!raced && secret.name === "db-password") {
          raced = true;
          await cluster.createSecret({ ...secret, data: new Map([["value", Buffer.from(theirs)]]) });
        }
        return cluster.createSecret(secret);
      },
    };
    await init(racing);
    expect(cluster.text("acme-prod/db-password")).toBe(theirs);
    expect(cluster.text("acme-prod-tenant/db-password")).toBe(theirs);
    expect(cluster.text("acme-prod/rest-files", "rest.conf")).toContain(theirs);
  });

  it("leaves what is there and says when it is not what its inputs give any more", async () => {
    const cluster = new MemoryCluster();
    await init(cluster);
    const before = cluster.text("acme-prod/rest-files", "rest.conf");
    const changed: MaterialList = { ...list, files: [{ ...list.files[0]!, segments: ["nothing"] }] };
    const report = await init(cluster, changed);
    expect(cluster.text("acme-prod/rest-files", "rest.conf")).toBe(before);
    expect(report.warnings).toEqual([
      expect.objectContaining({
        path: "acme-prod/rest-files",
        severity: "warning",
        cure: expect.stringContaining("kubectl delete secret rest-files"),
      }),
    ]);
  });

  it("says when namespaces disagree about a secret", async () => {
    const cluster = new MemoryCluster();
    await init(cluster);
    const other = cluster.secrets.get("acme-prod-tenant/db-password")!;
    cluster.secrets.set("acme-prod-tenant/db-password", {
      ...other,
      data: new Map([["value", Buffer.from("another-value")]]),
    });
    const { warnings } = await init(cluster);
    expect(warnings).toEqual([
      expect.objectContaining({ code: "ASH-GRAPH-009", path: "acme-prod-tenant/db-password" }),
    ]);
    expect(JSON.stringify(warnings)).not.toContain("another-value");
  });

  it("creates nothing at all while a given secret is missing", async () => {
    const cluster = new MemoryCluster();
    const material = { ...withGiven, identities: [], files: [] };
    await expect(init(cluster, material)).rejects.toThrow("ASH-INPUT-003");
    expect(cluster.creations).toBe(0);
  });

  describe("with certificates of the local authority", () => {
    const withIdentities: MaterialList = {
      ...list,
      identities: local.identities.map((identity) => ({ ...identity, namespace: "acme-prod" })),
    };

    it("creates one Secret for each identity and keeps the authority on this machine", async () => {
      const cluster = new MemoryCluster();
      const store = new LocalStore(folder());
      await init(cluster, withIdentities, { store });
      const secret = cluster.secrets.get("acme-prod/db");
      expect(secret?.type).toBe("kubernetes.io/tls");
      expect([...(secret?.data.keys() ?? [])].sort()).toEqual(["ca.crt", "tls.crt", "tls.key"]);
      expect(cluster.text("acme-prod/db", "ca.crt")).toBe(store.authority()?.certificate);
      expect([...cluster.secrets.values()].some(({ data }) => [...data.keys()].includes("ca.key"))).toBe(false);
    });

    it("issues nothing twice", async () => {
      const cluster = new MemoryCluster();
      const store = new LocalStore(folder());
      await init(cluster, withIdentities, { store });
      const before = cluster.text("acme-prod/db", "tls.crt");
      const report = await init(cluster, withIdentities, { store });
      expect(report.changes.every((change) => change.action === "kept")).toBe(true);
      expect(cluster.text("acme-prod/db", "tls.crt")).toBe(before);
    });

    it("is refused under the authority of another environment, before the cluster is touched", async () => {
      const store = new LocalStore(folder());
      await init(new MemoryCluster(), withIdentities, { store });
      const cluster = new MemoryCluster();
      const other = { ...withIdentities, platform: "acme-prod", trustDomain: "prod.acme.internal" };
      await expect(init(cluster, other, { store })).rejects.toThrow("ASH-PLACE-001");
      expect(cluster.creations).toBe(0);
    });
  });

  it("touches this machine not at all when cert-manager issues certificates", async () => {
    const root = folder();
    await init(new MemoryCluster(), list, { store: new LocalStore(root) });
    expect(readdirSync(root)).toEqual([]);
  });
});
