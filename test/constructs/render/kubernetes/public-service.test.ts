import { published } from "./gateway";
import { objectOf, objectsOf } from "./sample";

describe("an exposure by load balancer", () => {
  it("is one Service for all paths and ports of a gateway", () => {
    const platform = published([{ path: "/rest" }, { path: "/auth" }, { path: "/admin", publishedPort: 9443 }]);
    const service = objectOf(platform, "Service", "gateway-public");
    expect(service.spec).toMatchObject({
      type: "LoadBalancer",
      selector: { "app.kubernetes.io/name": "gateway" },
      ports: [
        { name: "public-443", port: 443, targetPort: 8443, protocol: "TCP" },
        { name: "public-9443", port: 9443, targetPort: 8443, protocol: "TCP" },
      ],
    });
    expect(service.metadata).not.toHaveProperty("annotations");
    expect(objectsOf(platform, "Ingress")).toEqual([]);
  });

  it("keeps the addresses of clients, for rate limits and logs", () => {
    expect(objectOf(published([{}]), "Service", "gateway-public").spec?.externalTrafficPolicy).toBe("Local");
  });

  it("tells the balancer's controller what it must know", () => {
    const annotations = { "example.com/scheme": "internet-facing" };
    const platform = published([{ via: { kind: "load-balancer", annotations } }]);
    expect(objectOf(platform, "Service", "gateway-public").metadata.annotations).toEqual(annotations);
  });
});
