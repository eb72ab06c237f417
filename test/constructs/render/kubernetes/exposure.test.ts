import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { published, type Way } from "./gateway";
import { objectOf, objectsOf } from "./sample";

const gateway = { name: "public", namespace: "gateways" };

describe("what a gateway exposes", () => {
  it("may be reached in every way at once", () => {
    const host = "acme.example";
    const platform = published([
      {},
      { host, via: { kind: "ingress" } },
      { host: "api.acme.example", via: { kind: "gateway-api", gateway } },
    ]);
    const { objects } = renderKubernetes(platform);
    expect(objects.filter(({ metadata }) => metadata.name.startsWith("gateway")).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["Service", "Ingress", "TLSRoute"]),
    );
    expect(objectOf(platform, "Service", "gateway").spec?.type).toBe("ClusterIP");
  });

  it("comes last, when there is something to lead to", () => {
    const ways: readonly Way[] = [
      { host: "acme.example", via: { kind: "ingress" } },
      { host: "acme.example", via: { kind: "gateway-api", gateway } },
    ];
    const kinds = renderKubernetes(published(ways)).objects.map(({ kind }) => kind);
    expect(kinds.slice(-2)).toEqual(["Ingress", "TLSRoute"]);
  });
});

describe("a port that only redirects", () => {
  const notes = (ways: readonly Way[]) =>
    renderKubernetes(published(ways)).notes.filter(({ message }) => message.startsWith("endpoint.redirect"));

  it("is published beside the other behind a load balancer", () => {
    const ways: readonly Way[] = [{}, { redirect: true }];
    const service = objectOf(published(ways), "Service", "gateway-public");
    expect(service.spec?.ports).toEqual([
      { name: "public-80", port: 80, targetPort: 8080, protocol: "TCP" },
      { name: "public-443", port: 443, targetPort: 8443, protocol: "TCP" },
    ]);
    expect(objectOf(published(ways), "Service", "gateway").spec?.ports).toMatchObject([
      { port: 8080, appProtocol: "http" },
      { port: 8443, appProtocol: "https" },
    ]);
    expect(notes(ways)).toEqual([]);
  });

  it.each<Way>([
    { host: "acme.example", via: { kind: "ingress" } },
    { host: "acme.example", via: { kind: "gateway-api", gateway } },
  ])("is left to what stands in front of the gateway, which the report says: $via.kind", (way) => {
    const ways: readonly Way[] = [way, { ...way, redirect: true }];
    const platform = published(ways);
    expect(objectsOf(platform, "Ingress").length + objectsOf(platform, "TLSRoute").length).toBe(1);
    expect(JSON.stringify(objectsOf(platform, "Ingress"))).not.toContain("8080");
    const rules = objectOf(platform, "NetworkPolicy", "gateway").spec?.ingress ?? [];
    expect(rules.flatMap(({ ports = [] }) => ports.map(({ port }) => port))).toEqual([8443]);
    expect(notes(ways)).toEqual([
      expect.objectContaining({ code: "ASH-TARGET-003", severity: "info", path: "acme/gateway/main:plain" }),
    ]);
  });
});
