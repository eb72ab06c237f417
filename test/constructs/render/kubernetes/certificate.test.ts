import type { IdentityForm } from "../../../../constructs/model/identity";
import { Platform, type PlatformProps } from "../../../../constructs/model/platform";
import { Scope } from "../../../../constructs/model/scope";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { container, objectOf, objectsOf, Program, Server } from "./sample";

function database(props: PlatformProps = {}, forms: readonly IdentityForm[] = ["cert", "key", "ca"]): Platform {
  const platform = new Platform("acme", { environment: "prod", ...props });
  const scope = new Scope(platform, "tenant");
  new Server(scope, "db", { container: container("postgres", { material: [{ kind: "identity", forms }] }) });
  return platform;
}

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
        issuerRef: { name: "acme-prod-ca", kind: "ClusterIssuer", group: "cert-manager.io" },
        usages: ["digital signature", "server auth", "client auth"],
        privateKey: { algorithm: "ECDSA", size: 256, encoding: "PKCS8", rotationPolicy: "Always" },
        duration: "2160h0m0s",
        renewBefore: "720h0m0s",
        revisionHistoryLimit: 1,
      },
    });
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
    expect(objectsOf(platform, "ClusterIssuer")).toEqual([]);
    expect(renderKubernetes(platform).prerequisites).toEqual([]);
  });
});

describe("the platform's CA", () => {
  it("is made by cert-manager, which must be there first", () => {
    const platform = database();
    const [ca, root] = objectsOf(platform, "ClusterIssuer");
    expect(ca).toMatchObject({ metadata: { name: "acme-prod-ca" }, spec: { ca: { secretName: "acme-prod-ca" } } });
    expect(root).toMatchObject({ metadata: { name: "acme-prod-selfsigned" }, spec: { selfSigned: {} } });
    const certificate = objectOf(platform, "Certificate", "acme-prod-ca");
    expect(certificate.metadata.namespace).toBe("cert-manager");
    expect(certificate.spec).toMatchObject({
      isCA: true,
      secretName: "acme-prod-ca",
      issuerRef: { name: "acme-prod-selfsigned" },
      privateKey: { rotationPolicy: "Never" },
    });
    expect(renderKubernetes(platform).prerequisites).toMatchObject([{ name: "cert-manager" }]);
  });

  it("is the cluster's own issuer when one is named", () => {
    const platform = database({ cluster: { issuer: { name: "corporate", kind: "Issuer" } } });
    expect(objectsOf(platform, "ClusterIssuer")).toEqual([]);
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
