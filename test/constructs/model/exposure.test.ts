import type { EndpointProps } from "../../../constructs/model/endpoint";
import { type Exposure, expose } from "../../../constructs/model/exposure";
import { Platform } from "../../../constructs/model/platform";
import { problemsOf } from "../../../constructs/testing";
import { MTLS, Sample } from "../../support/sample";

const PUBLIC: EndpointProps = { port: 8443, protocol: "http", tls: { mode: "tls" } };
const REDIRECT: EndpointProps = { port: 8080, protocol: "http", tls: { mode: "redirect" } };
const BALANCED = { kind: "load-balancer" } as const;
const GATEWAY = { name: "public", namespace: "gateways" };

/** A gateway with its public ports, and two servers behind it. */
class House {
  public readonly platform = new Platform("acme");
  public readonly rest = new Sample(this.platform, "rest", { serve: MTLS });
  public readonly auth = new Sample(this.platform, "auth", { serve: MTLS });
  public readonly gateway = new Sample(this.platform, "gateway", { serve: PUBLIC });

  /** Publishes `/` of the gateway, by a load balancer and to `rest`, unless something else is said. */
  public expose(change: Partial<Exposure> = {}): this {
    const { server: gateway } = this.gateway;
    expose({ gateway, to: this.rest.server, path: "/", publishedPort: 443, via: BALANCED, ...change });
    return this;
  }

  public get problems(): readonly string[] {
    return problemsOf(() => this.platform.seal()).map(({ code, path, message }) => `${path} ${code} ${message}`);
  }
}

describe("a public host and path", () => {
  it("may lead to each server once, by every way in", () => {
    const house = new House().expose({ path: "/rest" });
    house.expose({ path: "/auth", to: house.auth.server });
    house.expose({ host: "acme.example", via: { kind: "ingress" } });
    house.expose({ host: "*.acme.example", via: { kind: "gateway-api", gateway: GATEWAY } });
    expect(house.problems).toEqual([]);
  });

  it("cannot lead to two servers", () => {
    const house = new House();
    house.expose({ host: "acme.example", path: "/v1" });
    house.expose({ host: "acme.example", path: "/v1", to: house.auth.server });
    expect(house.problems).toEqual([
      "acme/gateway/main:http ASH-GRAPH-009 acme.example /v1 leads to acme/rest/main:http and to acme/auth/main:http",
    ]);
  });

  it("may be said twice, when it leads to the same", () => {
    expect(new House().expose().expose().problems).toEqual([]);
  });

  it.each<[string, Exposure["via"], string]>([
    ["ingress controller", { kind: "ingress" }, "acme.example /"],
    ["Gateway", { kind: "gateway-api", gateway: GATEWAY }, "acme.example"],
  ])("cannot lead from one %s to two gateways", (_front, via, address) => {
    const house = new House().expose({ host: "acme.example", via });
    const second = new Sample(house.platform, "second", { serve: PUBLIC });
    house.expose({ gateway: second.server, host: "acme.example", publishedPort: 8443, via });
    expect(house.problems).toEqual([
      `acme/second/main:http ASH-GRAPH-009 ${address} leads to acme/gateway/main:http and to acme/second/main:http`,
    ]);
  });

  it("may lead from two load balancers to two gateways: each has an address of its own", () => {
    const house = new House().expose();
    const second = new Sample(house.platform, "second", { serve: PUBLIC });
    expect(house.expose({ gateway: second.server, publishedPort: 8443 }).problems).toEqual([]);
  });

  it.each(["ACME.example", "acme.example:443", "203.0.113.7"])("has a host name for its host, not %s", (host) => {
    expect(new House().expose({ host }).problems).toEqual([
      "acme/gateway/main:http ASH-INPUT-002 the exposed host is not a host name",
    ]);
  });
});

describe("a published port", () => {
  it("leads to one port of the gateway", () => {
    const house = new House().expose();
    const admin = house.gateway.peer.serve("admin", { ...PUBLIC, port: 9443 });
    expect(house.expose({ gateway: admin, path: "/admin" }).problems).toEqual([
      "acme/gateway/main:admin ASH-GRAPH-009 the published port 443 leads to http and to admin",
    ]);
  });
});

describe("the way in", () => {
  it.each<[string, object, string]>([
    ["a kind that there is not", { kind: "tunnel" }, "kind"],
    ["an unknown key", { kind: "ingress", class: "nginx" }, "class"],
    ["a controller that nobody knows", { kind: "ingress", controller: "envoy" }, "controller"],
    [
      "a transport that only Traefik reads",
      { kind: "ingress", controller: "nginx", serversTransport: "a@b" },
      "serversTransport",
    ],
    ["an issuer that cannot be", { kind: "ingress", issuer: { name: "Let's Encrypt", kind: "Issuer" } }, "issuer.name"],
    ["an annotation that cannot be", { kind: "load-balancer", annotations: { "a key": "" } }, "annotations.a key"],
    ["a Gateway of no namespace", { kind: "gateway-api", gateway: { name: "public" } }, "gateway.namespace"],
  ])("is refused for %s", (_what, via, key) => {
    const house = new House().expose({ via: via as Exposure["via"], host: "acme.example" });
    expect(house.problems).toEqual([expect.stringMatching(/^acme\/gateway\/main:http:via\..* ASH-INPUT-00[123] /)]);
    expect(house.problems[0]).toContain(`:via.${key} `);
  });

  it("needs a host where a certificate is issued for it, or TLS is told apart by it", () => {
    const issuer = { name: "letsencrypt", kind: "ClusterIssuer" } as const;
    expect(new House().expose({ via: { kind: "ingress" } }).problems).toEqual([]);
    expect(new House().expose({ via: { kind: "ingress", issuer } }).problems).toEqual([
      "acme/gateway/main:http:host ASH-INPUT-003 the exposure has no host, and a certificate is issued for a host",
    ]);
    expect(new House().expose({ via: { kind: "gateway-api", gateway: GATEWAY } }).problems).toEqual([
      "acme/gateway/main:http:host ASH-INPUT-003 the exposure has no host, and a Gateway passes TLS on by the host that is asked for",
    ]);
  });

  it("is said alike for all paths of one object, in any order of its keys", () => {
    const one = { kind: "ingress", className: "nginx", annotations: { a: "1", b: "2" } } as const;
    const same = { annotations: { b: "2", a: "1" }, className: "nginx", kind: "ingress" } as const;
    const host = "acme.example";
    expect(new House().expose({ host, via: one, path: "/a" }).expose({ host, via: same, path: "/b" }).problems).toEqual(
      [],
    );
    const other = { ...one, className: "traefik" };
    expect(
      new House().expose({ host, via: one, path: "/a" }).expose({ host, via: other, path: "/b" }).problems,
    ).toEqual([
      "acme/gateway/main:http ASH-GRAPH-009 two exposures by ingress are one object, and ask for different settings",
    ]);
    const balanced = { ...BALANCED, annotations: { scheme: "internal" } };
    expect(new House().expose().expose({ via: balanced, path: "/b" }).problems).toHaveLength(1);
  });
});

describe("a Gateway's listeners", () => {
  const by = (gateway: object): Partial<Exposure> => ({
    host: "acme.example",
    via: { kind: "gateway-api", gateway: { ...GATEWAY, ...gateway } },
  });

  it("may be named one by one, or not at all", () => {
    expect(new House().expose(by({ sectionName: "a" })).expose(by({ sectionName: "b" })).problems).toEqual([]);
    expect(new House().expose(by({})).expose(by({ sectionName: "a" })).problems).toEqual([
      "acme/gateway/main:http ASH-GRAPH-009 gateway-api leads acme.example in by every listener of a Gateway and by one of them",
    ]);
  });
});

describe("a port that only redirects", () => {
  const redirecting = (props: Partial<EndpointProps> = {}): { readonly house: House; readonly publish: () => void } => {
    const house = new House().expose();
    const plain = house.gateway.peer.serve("plain", { ...REDIRECT, ...props });
    const publish = () => void house.expose({ gateway: plain, to: house.gateway.server, publishedPort: 80 });
    return { house, publish };
  };

  it("is a gateway's, beside the one that it redirects to", () => {
    const { house, publish } = redirecting();
    publish();
    expect(house.problems).toEqual([]);
  });

  it("is refused while nothing publishes it: it would be plain text inside the platform", () => {
    expect(redirecting().house.problems).toEqual([
      "acme/gateway/main:plain ASH-INPUT-002 a port that only redirects is published by nobody",
    ]);
  });

  it("is not the port that it redirects to", () => {
    const { house, publish } = redirecting({ port: PUBLIC.port });
    publish();
    expect(house.problems).toContain(
      "acme/gateway/main:plain ASH-GRAPH-009 the redirect and the server listen on one port",
    );
  });

  it("speaks HTTP", () => {
    const { house, publish } = redirecting({ protocol: "tcp" });
    publish();
    expect(house.problems).toEqual(["acme/gateway/main:plain ASH-INPUT-002 only HTTP can be redirected"]);
  });

  it("is called by nobody of the platform", () => {
    const { house, publish } = redirecting();
    publish();
    const [, plain] = house.gateway.peer.endpoints;
    new Sample(house.platform, "caller").peer.connect(plain!);
    expect(house.problems).toEqual(["acme/caller/main ASH-INPUT-002 calls a port that only redirects"]);
  });
});

describe("the names that an endpoint is called by", () => {
  const naming = (props: Partial<EndpointProps>): readonly string[] => {
    const platform = new Platform("acme");
    new Sample(platform, "server", { serve: { ...MTLS, ...props } });
    return problemsOf(() => platform.seal()).map(({ code, path, message }) => `${path} ${code} ${message}`);
  };

  it("are host names", () => {
    expect(naming({ hostnames: ["api.acme.example", "*.acme.example"] })).toEqual([]);
    expect(naming({ hostnames: ["api.acme.example", "203.0.113.7"] })).toEqual([
      "acme/server/main:http:hostnames ASH-INPUT-002 not a host name",
    ]);
  });

  it("are none on loopback", () => {
    expect(naming({ hostnames: ["acme.example"], tls: { mode: "loopback" } })).toEqual([
      "acme/server/main:http:hostnames ASH-INPUT-002 nobody calls a loopback port by a name",
    ]);
  });
});
