import type { IdentityForm } from "../../../../constructs/model/identity";
import { Platform, type PlatformProps } from "../../../../constructs/model/platform";
import { Scope } from "../../../../constructs/model/scope";
import { Secret } from "../../../../constructs/model/secret";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { container, objectOf, objectsOf, Program, Server } from "./sample";

function database(props: PlatformProps = {}, forms: readonly IdentityForm[] = ["cert", "key", "ca"]): Platform {
  const platform = new Platform("acme", { environment: "prod", ...props });
  const scope = new Scope(platform, "tenant");
  new Server(scope, "db", { container: container("postgres", { material: [{ kind: "identity", forms }] }) });
  return platform;
}

function inTwoNamespaces(props: PlatformProps = {}): Platform {
  const platform = database(props);
  new Server(platform, "db", { container: container("db", { material: [{ kind: "identity", forms: ["cert"] }] }) });
  return platform;
}

const warnings = (platform: Platform) => renderKubernetes(platform).notes.filter(({ code }) => code === "ASH-ENV-001");

describe("an identity", () => {
  it("is issued by cert-manager under every name that the peer is called by", () => {
    expect(objectOf(database(), "Certificate", "db-tls")).toEqual({
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: expect.objectContaining({ name: "db-tls", namespace: "acme-prod-tenant" }),
      spec: {
        commonName: "tenant-db",
        dnsNames: [
          "db",
          "db.acme-prod-tenant",
          "db.acme-prod-tenant.svc",
          "db.acme-prod-tenant.svc.cluster.local",
          "localhost",
        ],
        uris: ["spiffe://prod.acme.internal/tenant/db"],
        secretName: "db-tls",
        secretTemplate: { labels: expect.objectContaining({ "app.kubernetes.io/name": "db" }) },
        issuerRef: { name: "acme-prod-ca", kind: "Issuer", group: "cert-manager.io" },
        usages: ["digital signature", "server auth", "client auth"],
        privateKey: { algorithm: "ECDSA", size: 256, encoding: "PKCS8", rotationPolicy: "Always" },
        duration: "2160h0m0s",
        renewBefore: "720h0m0s",
        revisionHistoryLimit: 1,
      },
    });
  });

  it("of a stateful peer is each replica's as well, under the name that it alone has", () => {
    const platform = new Platform("acme");
    const changes = {
      container: container("db", { material: [{ kind: "identity" as const, forms: ["cert" as const] }] }),
    };
    new Server(platform, "db", { run: { kind: "stateful", replicas: 2 }, ...changes });
    new Program(platform, "queue", { run: { kind: "stateful", replicas: 2 }, ...changes });
    expect(objectOf(platform, "StatefulSet", "db").spec?.serviceName).toBe("db-headless");
    expect(objectOf(platform, "Certificate", "db-tls").spec.dnsNames).toEqual([
      "db",
      "db.acme-dev",
      "db.acme-dev.svc",
      "db.acme-dev.svc.cluster.local",
      "*.db-headless",
      "*.db-headless.acme-dev",
      "*.db-headless.acme-dev.svc",
      "*.db-headless.acme-dev.svc.cluster.local",
      "localhost",
    ]);
    expect(objectOf(platform, "Certificate", "queue-tls").spec).not.toHaveProperty("dnsNames");
  });

  it("proves the names beside the target's own by which it is called, each once", () => {
    const platform = new Platform("acme");
    const changes = { container: container("db", { material: [{ kind: "identity", forms: ["cert"] }] }) } as const;
    const hostnames = ["db.acme.example", "localhost", "*.acme.example"];
    new Server(platform, "db", changes, { hostnames });
    expect(objectOf(platform, "Certificate", "db-tls").spec.dnsNames).toEqual([
      "db",
      "db.acme-dev",
      "db.acme-dev.svc",
      "db.acme-dev.svc.cluster.local",
      "localhost",
      "*.acme.example",
      "db.acme.example",
    ]);
  });

  it("of a mere client has no host names", () => {
    const platform = new Platform("acme");
    new Program(platform, "job", {
      container: container("job", { material: [{ kind: "identity", forms: ["cert", "key"] }] }),
    });
    expect(objectOf(platform, "Certificate", "job-tls").spec).not.toHaveProperty("dnsNames");
    expect(objectOf(platform, "Certificate", "job-tls").spec.uris).toEqual(["spiffe://dev.acme.internal/job"]);
  });

  it("is in the forms that the programs read", () => {
    const platform = database({}, ["cert", "combined", "key-der", "p12", "truststore-p12"]);
    const { spec } = objectOf(platform, "Certificate", "db-tls");
    expect(spec.additionalOutputFormats).toEqual([{ type: "CombinedPEM" }, { type: "DER" }]);
    expect(spec.keystores).toEqual({
      pkcs12: {
        create: true,
        profile: "Modern2023",
        passwordSecretRef: { name: "db-files", key: "keystore-password" },
      },
    });
    expect(renderKubernetes(platform).material.files).toMatchObject([{ name: "db-files", key: "keystore-password" }]);
  });

  it("is not issued when no container reads it", () => {
    const platform = new Platform("acme");
    new Server(platform, "web");
    expect(objectsOf(platform, "Certificate")).toEqual([]);
    expect(objectsOf(platform, "Issuer")).toEqual([]);
    expect(renderKubernetes(platform).prerequisites).toEqual([]);
  });
});

describe("the platform's CA", () => {
  it("is made by cert-manager, which must be there first", () => {
    const certificate = objectOf(database(), "Certificate", "acme-prod-ca");
    expect(certificate.spec).toMatchObject({
      isCA: true,
      secretName: "acme-prod-ca",
      privateKey: { rotationPolicy: "Never" },
    });
    expect(renderKubernetes(database()).prerequisites).toMatchObject([{ name: "cert-manager" }]);
  });

  it("can be used from the namespace of the identities alone", () => {
    const platform = database();
    const namespace = "acme-prod-tenant";
    const [ca, root] = objectsOf(platform, "Issuer");
    expect(ca).toMatchObject({
      metadata: { name: "acme-prod-ca", namespace },
      spec: { ca: { secretName: "acme-prod-ca" } },
    });
    expect(root).toMatchObject({ metadata: { name: "acme-prod-selfsigned", namespace }, spec: { selfSigned: {} } });
    expect(objectOf(platform, "Certificate", "acme-prod-ca")).toMatchObject({
      metadata: { namespace },
      spec: { issuerRef: { name: "acme-prod-selfsigned", kind: "Issuer" } },
    });
    expect(objectsOf(platform, "ClusterIssuer")).toEqual([]);
    expect(warnings(platform)).toEqual([]);
    const kinds = renderKubernetes(platform)
      .resources.filter(({ path }) => path === "acme")
      .map(({ object }) => object.kind);
    expect(kinds.slice(0, 4)).toEqual(["Namespace", "Issuer", "Issuer", "Certificate"]);
  });

  it("can be used from every namespace when several have identities, and the report says so", () => {
    const platform = inTwoNamespaces();
    const [ca, root] = objectsOf(platform, "ClusterIssuer");
    expect(ca).toMatchObject({ metadata: { name: "acme-prod-ca" }, spec: { ca: { secretName: "acme-prod-ca" } } });
    expect(root).toMatchObject({ metadata: { name: "acme-prod-selfsigned" }, spec: { selfSigned: {} } });
    expect(objectsOf(platform, "Issuer")).toEqual([]);
    const [authority, ...leaves] = objectsOf(platform, "Certificate");
    expect(authority).toMatchObject({
      metadata: { name: "acme-prod-ca", namespace: "cert-manager" },
      spec: { issuerRef: { name: "acme-prod-selfsigned", kind: "ClusterIssuer" } },
    });
    expect(leaves.map(({ spec }) => spec.issuerRef.kind)).toEqual(["ClusterIssuer", "ClusterIssuer"]);
    expect(warnings(platform)).toEqual([
      expect.objectContaining({ path: "acme", severity: "warning", cure: expect.stringContaining("approver-policy") }),
    ]);
    expect(warnings(inTwoNamespaces({ cluster: { issuer: { name: "corporate" } } }))).toEqual([]);
  });

  it("has a Secret that no other may stand in the place of", () => {
    const platform = new Platform("acme");
    new Secret(platform, "acme-dev-ca", { kind: "password", length: 32 });
    new Server(platform, "db", { container: container("db", { material: [{ kind: "identity", forms: ["cert"] }] }) });
    expect(() => renderKubernetes(platform)).toThrow(/ASH-NAME-003.*the platform's CA and the secret acme-dev-ca/);
  });

  it("is the cluster's own issuer when one is named", () => {
    const platform = database({ cluster: { issuer: { name: "corporate", kind: "Issuer" } } });
    expect(objectsOf(platform, "Issuer")).toEqual([]);
    expect(objectsOf(platform, "Certificate").map(({ spec }) => spec.issuerRef)).toEqual([
      { name: "corporate", kind: "Issuer", group: "cert-manager.io" },
    ]);
  });

  it("is the local one when the platform says so: then init makes the Secrets", () => {
    const platform = database({ pki: "local" });
    const { material, objects, prerequisites } = renderKubernetes(platform);
    expect(material.identities).toEqual([
      {
        name: "db-tls",
        namespace: "acme-prod-tenant",
        commonName: "tenant-db",
        uri: "spiffe://prod.acme.internal/tenant/db",
        dnsNames: expect.arrayContaining(["db.acme-prod-tenant.svc", "localhost"]),
        forms: ["cert", "key", "ca"],
      },
    ]);
    expect(objects.filter(({ apiVersion }) => apiVersion.startsWith("cert-manager.io"))).toEqual([]);
    expect(prerequisites).toEqual([]);
  });

  it("is nobody's when identities exist", () => {
    const { material, objects } = renderKubernetes(database({ pki: "existing" }));
    expect(material.identities).toEqual([]);
    expect(objects.map(({ kind }) => kind)).not.toContain("Certificate");
  });
});
