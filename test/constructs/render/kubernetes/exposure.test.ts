import { type Exposure, expose } from "../../../../constructs/model/exposure";
import { Platform } from "../../../../constructs/model/platform";
import { objectOf, objectsOf, Server } from "./sample";

function published(...ways: readonly Partial<Exposure>[]): Platform {
  const platform = new Platform("acme");
  const api = new Server(platform, "api");
  const gateway = new Server(platform, "gateway", {}, { port: 8443, tls: { mode: "tls" } });
  for (const way of ways) {
    expose({
      gateway: gateway.endpoint,
      to: api.endpoint,
      path: "/",
      publishedPort: 443,
      via: "load-balancer",
      ...way,
    });
  }
  return platform;
}

describe("an exposure", () => {
  it("by load balancer is one Service for all paths of a gateway", () => {
    const platform = published({ path: "/rest" }, { path: "/auth" }, { path: "/admin", publishedPort: 9443 });
    const service = objectOf(platform, "Service", "gateway-public");
    expect(service.spec).toMatchObject({
      type: "LoadBalancer",
      selector: { "app.kubernetes.io/name": "gateway" },
      ports: [
        { name: "public-443", port: 443, targetPort: 8443, protocol: "TCP" },
        { name: "public-9443", port: 9443, targetPort: 8443, protocol: "TCP" },
      ],
    });
    expect(objectOf(platform, "Service", "gateway").spec?.type).toBe("ClusterIP");
  });

  it("by ingress is one Ingress for each host, which leads to the gateway alone", () => {
    const platform = published(
      { via: "ingress", host: "acme.example", path: "/rest" },
      { via: "ingress", host: "acme.example", path: "/auth" },
      { via: "ingress", host: "admin.acme.example" },
    );
    const ingress = objectOf(platform, "Ingress", "gateway-acme-example");
    const backend = { service: { name: "gateway", port: { number: 8443 } } };
    expect(ingress.spec).toEqual({
      tls: [{ hosts: ["acme.example"], secretName: "gateway-acme-example-public-tls" }],
      rules: [
        {
          host: "acme.example",
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
    const { metadata, spec } = objectOf(published({ via: "ingress" }), "Ingress");
    expect(metadata.name).toBe("gateway");
    expect(spec?.rules?.[0]).not.toHaveProperty("host");
    expect(spec?.tls).toEqual([{ secretName: "gateway-public-tls" }]);
  });
});
