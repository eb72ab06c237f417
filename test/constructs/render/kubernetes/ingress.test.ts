import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { published, type Way } from "./gateway";
import { objectOf, objectsOf } from "./sample";

const via = { kind: "ingress", controller: "nginx" } as const;
const host = "acme.example";

const warnings = (way: Way) => renderKubernetes(published([way])).notes.filter(({ code }) => code === "ASH-ENV-001");

describe("an exposure by ingress", () => {
  it("is one Ingress for each host, which leads to the gateway alone", () => {
    const platform = published([
      { via, host, path: "/rest" },
      { via, host, path: "/auth" },
      { via, host: "admin.acme.example" },
    ]);
    const backend = { service: { name: "gateway", port: { number: 8443 } } };
    expect(objectOf(platform, "Ingress", "gateway-acme-example").spec).toEqual({
      tls: [{ hosts: [host], secretName: "gateway-acme-example-public-tls" }],
      rules: [
        {
          host,
          http: {
            paths: [
              { path: "/auth", pathType: "Prefix", backend },
              { path: "/rest", pathType: "Prefix", backend },
            ],
          },
        },
      ],
    });
    expect(objectsOf(platform, "Ingress").map(({ metadata }) => metadata.name)).toEqual([
      "gateway-acme-example",
      "gateway-admin-acme-example",
    ]);
    expect(objectsOf(platform, "Service").map(({ spec }) => spec?.type)).not.toContain("LoadBalancer");
  });

  it("without a host answers to any", () => {
    const { metadata, spec } = objectOf(published([{ via }]), "Ingress");
    expect(metadata.name).toBe("gateway");
    expect(spec?.rules?.[0]).not.toHaveProperty("host");
    expect(spec?.tls).toEqual([{ secretName: "gateway-public-tls" }]);
  });

  it("keeps a host and all names below it apart", () => {
    const platform = published([
      { via, host },
      { via, host: `*.${host}` },
    ]);
    expect(objectsOf(platform, "Ingress").map(({ metadata }) => metadata.name)).toEqual([
      "gateway-acme-example",
      "gateway-any-acme-example",
    ]);
  });

  it("names its class, and tells ingress-nginx that the gateway speaks TLS", () => {
    const platform = published([
      { host, via: { ...via, className: "public", annotations: { "acme.example/team": "a" } } },
    ]);
    const { metadata, spec } = objectOf(platform, "Ingress");
    expect(metadata.annotations).toEqual({
      "acme.example/team": "a",
      "nginx.ingress.kubernetes.io/backend-protocol": "HTTPS",
    });
    expect(spec?.ingressClassName).toBe("public");
    expect(objectOf(platform, "Service", "gateway").metadata).not.toHaveProperty("annotations");
  });

  it("leaves the last word to annotations of the user's", () => {
    const annotations = { "nginx.ingress.kubernetes.io/backend-protocol": "GRPCS" };
    expect(objectOf(published([{ host, via: { ...via, annotations } }]), "Ingress").metadata.annotations).toEqual(
      annotations,
    );
  });

  it("tells Traefik so on the Service, where it looks, and which authority it must know", () => {
    const traefik = { kind: "ingress", controller: "traefik" } as const;
    const annotationsOf = (way: NonNullable<Way["via"]>) => {
      const platform = published([{ host, via: way }]);
      return [objectOf(platform, "Ingress"), objectOf(platform, "Service", "gateway")].map(
        ({ metadata }) => metadata.annotations,
      );
    };
    const scheme = { "traefik.ingress.kubernetes.io/service.serversscheme": "https" };
    expect(annotationsOf(traefik)).toEqual([undefined, scheme]);
    expect(annotationsOf({ ...traefik, serversTransport: "acme-dev-gateway@kubernetescrd" })).toEqual([
      undefined,
      { ...scheme, "traefik.ingress.kubernetes.io/service.serverstransport": "acme-dev-gateway@kubernetescrd" },
    ]);
  });

  it("says that nobody tells its controller, unless somebody does", () => {
    const told = (way: NonNullable<Way["via"]>) =>
      warnings({ via: way, host }).filter(({ message }) => message.includes("speaks TLS"));
    expect(told({ kind: "ingress" })).toEqual([
      expect.objectContaining({ severity: "warning", allowed: "controller: nginx | traefik, or annotations" }),
    ]);
    expect(told({ kind: "ingress", annotations: { "haproxy.org/server-ssl": "true" } })).toEqual([]);
    expect(told(via)).toEqual([]);
  });

  it("reads a certificate that people put there, and the report says where", () => {
    expect(objectsOf(published([{ via, host }]), "Certificate")).toEqual([]);
    expect(warnings({ via, host })).toEqual([
      expect.objectContaining({ severity: "warning", value: '"acme-dev/gateway-acme-example-public-tls"' }),
    ]);
  });

  it("has its certificate issued, for the server alone, when an issuer is named", () => {
    const issuer = { name: "letsencrypt", kind: "ClusterIssuer" } as const;
    const platform = published([{ host, via: { ...via, issuer } }]);
    const certificate = objectOf(platform, "Certificate");
    expect(certificate).toEqual({
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: expect.objectContaining({ name: "gateway-acme-example-public-tls", namespace: "acme-dev" }),
      spec: {
        dnsNames: [host],
        secretName: objectOf(platform, "Ingress").spec?.tls?.[0]?.secretName,
        secretTemplate: { labels: expect.objectContaining({ "app.kubernetes.io/name": "gateway" }) },
        issuerRef: { ...issuer, group: "cert-manager.io" },
        usages: ["digital signature", "server auth"],
        privateKey: { algorithm: "ECDSA", size: 256, encoding: "PKCS8", rotationPolicy: "Always" },
        revisionHistoryLimit: 1,
      },
    });
    const { prerequisites, objects } = renderKubernetes(platform);
    expect(prerequisites).toMatchObject([{ name: "cert-manager" }]);
    // Nobody has an identity here, so the platform needs no authority of its own.
    expect(objects.map(({ kind }) => kind)).not.toContain("Issuer");
    expect(warnings({ host, via: { ...via, issuer } })).toEqual([]);
  });
});
