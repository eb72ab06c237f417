import { expose } from "../../../../constructs/model/exposure";
import { ExternalEndpoint } from "../../../../constructs/model/external-endpoint";
import { Platform, type PlatformProps } from "../../../../constructs/model/platform";
import { renderCompose } from "../../../../constructs/render/compose/compose";
import { MTLS, Sample } from "../../../support/sample";
import { problemsOf, serviceOf } from "./rendered";

/** A gateway in front of an API that sends mail, and something that talks to nobody. */
function platform(props: PlatformProps = {}): Platform {
  const root = new Platform("acme", props);
  const api = new Sample(root, "api", { serve: MTLS });
  api.peer.connect(new ExternalEndpoint(root, "mail", { host: "mail.example", port: 465 }));
  const gateway = new Sample(root, "gateway", { serve: { ...MTLS, port: 8443 } });
  gateway.peer.connect(api.server);
  expose({ gateway: gateway.server, to: api.server, path: "/api", publishedPort: 443, via: { kind: "ingress" } });
  expose({ gateway: gateway.server, to: api.server, path: "/", publishedPort: 443, via: { kind: "ingress" } });
  new Sample(root, "alone", { serve: { ...MTLS, tls: { mode: "loopback" } } });
  return root;
}

describe("networks", () => {
  it("each server has one, internal, with its callers as the only other members", () => {
    const { networks } = renderCompose(platform()).file;
    expect(networks["api"]).toMatchObject({ internal: true });
    expect(serviceOf(platform(), "api").networks).toEqual({ api: {}, egress: {} });
    expect(serviceOf(platform(), "gateway").networks).toEqual({ api: {}, edge: {}, gateway: {} });
  });

  it("gateways are published through one, and one leads out: those are not internal", () => {
    const { networks } = renderCompose(platform()).file;
    expect(Object.keys(networks).sort()).toEqual(["api", "edge", "egress", "gateway"]);
    expect(networks["edge"]).not.toHaveProperty("internal");
    expect(networks["egress"]).not.toHaveProperty("internal");
  });

  it("what neither serves nor calls has none", () => {
    const alone = serviceOf(platform(), "alone");
    expect(alone.network_mode).toBe("none");
    expect(alone).not.toHaveProperty("networks");
  });

  it("each has a subnet of the platform's range", () => {
    const { networks } = renderCompose(platform({ compose: { networkCidr: "10.77.0.0/16" } })).file;
    for (const { ipam } of Object.values(networks)) {
      expect(ipam.config).toEqual([{ subnet: expect.stringMatching(/^10\.77\.\d+\.\d+\/28$/) }]);
    }
  });

  it("a range without room for all is refused with its own name", () => {
    expect(problemsOf(platform({ compose: { networkCidr: "10.77.0.0/27" } }))).toEqual([
      "ASH-TARGET-006 acme:compose.networkCidr",
    ]);
  });

  it("an edge to a port that listens on loopback alone is refused", () => {
    const root = new Platform("acme");
    const alone = new Sample(root, "alone", { serve: { ...MTLS, tls: { mode: "loopback" } } });
    new Sample(root, "caller").peer.connect(alone.server, { wait: "none" });
    expect(problemsOf(root)).toEqual(["ASH-GRAPH-006 acme/caller/main"]);
  });
});

describe("published ports", () => {
  it("are the gateway's, once each, on loopback unless an address is given", () => {
    const port = { target: 8443, published: "443", host_ip: "127.0.0.1", protocol: "tcp" };
    expect(serviceOf(platform(), "gateway").ports).toEqual([port]);
    const open = platform({ compose: { bindAddress: "192.0.2.7" } });
    expect(serviceOf(open, "gateway").ports).toEqual([{ ...port, host_ip: "192.0.2.7" }]);
    for (const name of ["api", "alone"]) expect(serviceOf(platform(), name)).not.toHaveProperty("ports");
  });

  it("of two gateways must differ", () => {
    const root = new Platform("acme");
    for (const id of ["one", "two"]) {
      const gateway = new Sample(root, id, { serve: MTLS });
      expose({
        gateway: gateway.server,
        to: gateway.server,
        path: "/",
        publishedPort: 443,
        via: { kind: "load-balancer" },
      });
    }
    expect(problemsOf(root)).toEqual(["ASH-GRAPH-009 acme/two/main:http"]);
  });
});
