import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { published, type Way } from "./gateway";
import { objectOf, objectsOf } from "./sample";

const host = "acme.example";
const by = (gateway: { readonly name?: string; readonly sectionName?: string } = {}): Way => ({
  host,
  via: { kind: "gateway-api", gateway: { name: "public", namespace: "gateways", ...gateway } },
});

describe("an exposure by a Gateway", () => {
  it("is a route that passes the host's TLS on to the gateway as it is", () => {
    expect(objectOf(published([by({ sectionName: "tls" })]), "TLSRoute")).toEqual({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "TLSRoute",
      metadata: expect.objectContaining({ name: "gateway-acme-example", namespace: "acme-dev" }),
      spec: {
        parentRefs: [{ name: "public", namespace: "gateways", sectionName: "tls" }],
        hostnames: [host],
        rules: [{ backendRefs: [{ name: "gateway", port: 8443 }] }],
      },
    });
  });

  it("is one route for each host: paths are the gateway's to tell apart", () => {
    const ways = [{ path: "/rest" }, { path: "/auth" }, { path: "/", host: "admin.acme.example" }];
    const platform = published(ways.map((way) => ({ ...by(), ...way })));
    expect(objectsOf(platform, "TLSRoute").map(({ spec }) => spec.hostnames)).toEqual([[host], ["admin.acme.example"]]);
  });

  it("may hang on several Gateways, on each once", () => {
    const ways = [by({ name: "public" }), by({ name: "office" }), { ...by({ name: "public" }), path: "/rest" }];
    const { spec } = objectOf(published(ways), "TLSRoute");
    expect(spec.parentRefs.map(({ name }) => name)).toEqual(["office", "public"]);
  });

  it("lets the Gateway's namespace in, or the one in which its proxies run", () => {
    const callers = (props: Parameters<typeof published>[1] = {}) =>
      objectOf(published([by()], props), "NetworkPolicy", "gateway").spec?.ingress?.flatMap(({ from = [] }) =>
        from.map(({ namespaceSelector }) => namespaceSelector?.matchLabels?.["kubernetes.io/metadata.name"]),
      );
    expect(callers()).toEqual(["gateways"]);
    expect(callers({ cluster: { ingressFrom: { namespace: "envoy-gateway-system" } } })).toEqual([
      "envoy-gateway-system",
    ]);
  });

  it("needs the Gateway API in a version that knows such routes, and a listener that takes them", () => {
    const { prerequisites, notes } = renderKubernetes(published([by()]));
    expect(prerequisites).toEqual([expect.objectContaining({ name: "gateway-api", version: "1.5.0" })]);
    expect(notes).toContainEqual(
      expect.objectContaining({ code: "ASH-ENV-001", severity: "info", cure: expect.stringContaining("Passthrough") }),
    );
  });
});
