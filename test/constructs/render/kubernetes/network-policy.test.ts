import { type Exposure, expose } from "../../../../constructs/model/exposure";
import { ExternalEndpoint } from "../../../../constructs/model/external-endpoint";
import { Platform, type PlatformProps } from "../../../../constructs/model/platform";
import { Scope } from "../../../../constructs/model/scope";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import type { NetworkPolicyPeer } from "../../../../constructs/render/kubernetes/plain";
import { objectOf, objectsOf, Program, Server } from "./sample";

/** Notes that ask for something; how a field is emulated is told by others. */
const warningsOf = (platform: Platform) =>
  renderKubernetes(platform).notes.filter(({ severity }) => severity === "warning");

const access = undefined;

/** `namespace/name` of the pods that a rule means, or the addresses. */
function named(peer: NetworkPolicyPeer): string {
  if (peer.ipBlock !== undefined) return peer.ipBlock.cidr;
  const namespace = peer.namespaceSelector?.matchLabels?.["kubernetes.io/metadata.name"];
  return `${namespace}/${peer.podSelector?.matchLabels?.["app.kubernetes.io/name"] ?? "*"}`;
}

/** Every way that the policies of peers open, as `who -> port` and `port -> whom`. */
function ways(platform: Platform): readonly string[] {
  return objectsOf(platform, "NetworkPolicy").flatMap(({ metadata, spec }) => {
    const selected = spec?.podSelector?.matchLabels?.["app.kubernetes.io/name"];
    if (selected === undefined) return [];
    const own = `${metadata.namespace}/${selected}`;
    const ports = (rule: { readonly ports?: readonly { readonly port?: string | number }[] }) =>
      (rule.ports ?? []).map(({ port }) => port).join("+");
    return [
      ...(spec?.ingress ?? []).flatMap((rule) =>
        (rule.from?.map(named) ?? ["anybody"]).map((from) => `${own}:${ports(rule)} <- ${from}`),
      ),
      ...(spec?.egress ?? []).flatMap((rule) => (rule.to ?? []).map((to) => `${own} -> ${named(to)}:${ports(rule)}`)),
    ];
  });
}

describe("network policies", () => {
  it("close every namespace, both ways, and let every pod ask for names", () => {
    const platform = new Platform("acme", { cluster: { dns: { namespace: "dns", podLabels: { app: "coredns" } } } });
    new Scope(platform, "tenant");
    for (const namespace of ["acme-dev", "acme-dev-tenant"]) {
      const [dns, deny] = objectsOf(platform, "NetworkPolicy").filter((item) => item.metadata.namespace === namespace);
      expect(deny?.spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
      expect(dns?.spec).toEqual({
        podSelector: {},
        policyTypes: ["Egress"],
        egress: [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "dns" } },
                podSelector: { matchLabels: { app: "coredns" } },
              },
            ],
            ports: [
              { protocol: "UDP", port: 53 },
              { protocol: "TCP", port: 53 },
            ],
          },
        ],
      });
    }
  });

  it("open exactly the edges of the graph, from both ends", () => {
    const platform = new Platform("acme");
    const tenant = new Scope(platform, "tenant");
    const db = new Server(platform, "db", {}, { port: 5432, protocol: "postgresql" });
    const api = new Server(platform, "api", {}, { port: 8443 });
    const worker = new Program(tenant, "worker");
    new Program(platform, "hermit");
    api.peer.connect(db.endpoint, { access });
    worker.peer.connect(db.endpoint, { access });
    worker.peer.connect(api.endpoint, { access });
    expect(ways(platform)).toEqual([
      "acme-dev/api:8443 <- acme-dev-tenant/worker",
      "acme-dev/api -> acme-dev/db:5432",
      "acme-dev/db:5432 <- acme-dev-tenant/worker",
      "acme-dev/db:5432 <- acme-dev/api",
      "acme-dev-tenant/worker -> acme-dev/api:8443",
      "acme-dev-tenant/worker -> acme-dev/db:5432",
    ]);
  });

  it("select labels that pods carry", () => {
    const platform = new Platform("acme");
    const db = new Server(platform, "db");
    new Program(platform, "web").peer.connect(db.endpoint, { access });
    const from = objectOf(platform, "NetworkPolicy", "db").spec?.ingress?.[0]?.from?.[0]?.podSelector?.matchLabels;
    const carried = objectOf(platform, "Deployment", "web").spec?.template.metadata?.labels;
    expect(Object.keys(from ?? {})).toHaveLength(2);
    expect(carried).toMatchObject(from ?? {});
  });

  it("never open a loopback port", () => {
    const platform = new Platform("acme");
    const cache = new Server(platform, "cache", {}, { port: 6379, protocol: "tcp", tls: { mode: "loopback" } });
    new Program(platform, "web").peer.connect(cache.endpoint, { access });
    expect(ways(platform)).toEqual([]);
    expect(objectsOf(platform, "Service")).toEqual([]);
  });

  it("merge endpoints that share a port", () => {
    const platform = new Platform("acme");
    const db = new Server(platform, "db", {}, { port: 5432 });
    const admin = db.peer.serve("admin", { port: 5432, protocol: "http", tls: db.endpoint.props.tls });
    new Program(platform, "a").peer.connect(db.endpoint, { access });
    new Program(platform, "b").peer.connect(admin, { access });
    expect(objectOf(platform, "NetworkPolicy", "db").spec?.ingress).toHaveLength(1);
    expect(ways(platform)).toContain("acme-dev/db:5432 <- acme-dev/b");
    expect(objectOf(platform, "Service").spec?.ports).toHaveLength(1);
  });

  it("open a way out to the addresses of an external server, and to nothing else", () => {
    const platform = new Platform("acme");
    const mail = new ExternalEndpoint(platform, "mail", {
      host: "mail.example",
      port: 465,
      cidrs: ["203.0.113.9/32", "203.0.113.7/32"],
    });
    new Program(platform, "mailer").peer.connect(mail);
    expect(ways(platform)).toEqual(["acme-dev/mailer -> 203.0.113.7/32:465", "acme-dev/mailer -> 203.0.113.9/32:465"]);
  });

  it("keep the way out closed while the addresses are not known, and say so", () => {
    const platform = new Platform("acme");
    const mail = new ExternalEndpoint(platform, "mail", { host: "mail.example", port: 465, cidrs: [] });
    new Program(platform, "mailer").peer.connect(mail);
    expect(ways(platform)).toEqual([]);
    expect(warningsOf(platform)).toMatchObject([
      {
        code: "ASH-ENV-001",
        severity: "warning",
        path: "acme/mailer/main",
        cure: "set the cidrs of the external endpoint",
      },
    ]);
  });

  it("let a pod call the API server where its addresses are known", () => {
    const calling = (props: PlatformProps) => {
      const platform = new Platform("acme", props);
      new Program(platform, "operator", { apiAccess: true });
      return platform;
    };
    expect(ways(calling({ cluster: { apiServerCidrs: ["10.0.0.1/32"] } }))).toEqual([
      "acme-dev/operator -> 10.0.0.1/32:443+6443",
    ]);
    const unknown = calling({});
    expect(ways(unknown)).toEqual([]);
    expect(warningsOf(unknown)).toMatchObject([{ code: "ASH-ENV-001", cure: "set cluster.apiServerCidrs" }]);
  });

  it("open a gateway to anybody, or to the ingress controller alone", () => {
    const published = (via: Exposure["via"], props: PlatformProps) => {
      const platform = new Platform("acme", props);
      const gateway = new Server(platform, "gateway", {}, { tls: { mode: "tls" } });
      expose({ gateway: gateway.endpoint, to: gateway.endpoint, path: "/", publishedPort: 443, via });
      return ways(platform);
    };
    const cluster = { ingressFrom: { namespace: "ingress-nginx" } };
    expect(published({ kind: "ingress" }, { cluster })).toEqual(["acme-dev/gateway:8443 <- ingress-nginx/*"]);
    expect(published({ kind: "ingress" }, {})).toEqual(["acme-dev/gateway:8443 <- anybody"]);
    expect(published({ kind: "load-balancer" }, { cluster })).toEqual(["acme-dev/gateway:8443 <- anybody"]);
  });
});
