import { EDGE_SECURITY } from "../../../../constructs/render/topology/topology";
import { acme, acmeTopology } from "./acme";

describe("the topology of a platform", () => {
  const { scopes, components, workloads, edges, exposures, externals } = acmeTopology();
  const edge = (from: string, to: string) => edges.find((item) => item.from === from && item.to === to);

  it("groups workloads by component, and components by scope", () => {
    expect(scopes).toEqual([
      { path: "acme", name: "acme" },
      { path: "acme/shop", name: "shop", parent: "acme" },
    ]);
    expect(components.find(({ name }) => name === "worker")).toMatchObject({ type: "Sample", scope: "acme/shop" });
    expect(workloads.map(({ path, kind, replicas }) => `${path} ${kind} ${replicas}`)).toEqual([
      "acme/api service 2",
      "acme/auth service 1",
      "acme/cleanup cron 1",
      "acme/db stateful 3",
      "acme/gateway service 1",
      "acme/migrate job 1",
      "acme/shop/worker service 1",
    ]);
  });

  it("names the programs beside a program, when a cron job runs, and the jobs that come before", () => {
    const named = new Map(workloads.map((workload) => [workload.name, workload]));
    expect(named.get("worker")?.sidecars).toEqual(["tunnel-0", "tls-http"]);
    expect(named.get("cleanup")?.schedule).toBe("every 1h");
    expect(named.get("api")?.after).toEqual(["acme/migrate"]);
  });

  it("tells of each edge how it is closed, and who holds the certificates", () => {
    const told = (from: string, to: string) => {
      const { security, client, server } = edge(from, to) ?? {};
      return [security, client, server].join(" ");
    };
    expect(told("acme/api", "acme/db")).toBe("mtls-name native native");
    expect(told("acme/migrate", "acme/db")).toBe("mtls-name tunnel native");
    expect(told("acme/gateway", "acme/api")).toBe("mtls-name native sidecar");
    expect(told("acme/gateway", "acme/auth")).toBe("mtls-ca native sidecar");
    expect(told("acme/auth", "acme/mail")).toBe("tls none native");
    expect(told("acme/shop/worker", "acme/legacy")).toBe("plain none none");
  });

  it("tells where TLS begins after a greeting in plain text, and nowhere else", () => {
    const negotiated = edges.filter((item) => item.negotiated === true).map(({ from, to }) => `${from} ${to}`);
    expect(negotiated).toEqual(["acme/api acme/db", "acme/auth acme/db", "acme/migrate acme/db"]);
  });

  it("shows a caller that has two roles at one server once", () => {
    expect(edges.filter(({ from, to }) => from === "acme/auth" && to === "acme/db")).toHaveLength(1);
  });

  it("has one way in for a host and port, with all its paths, and every way out", () => {
    expect(exposures).toEqual([
      expect.objectContaining({
        host: "acme.example",
        port: 443,
        gateway: "acme/gateway",
        security: "tls",
        routes: [
          { path: "/auth", to: "acme/auth" },
          { path: "/jobs", to: "acme/shop/worker" },
          { path: "/rest/v1", to: "acme/api" },
        ],
      }),
    ]);
    expect(externals.map(({ path, host, port }) => `${path} ${host}:${port}`)).toEqual([
      "acme/legacy 10.0.0.9:80",
      "acme/mail smtp.example.com:465",
      "kubernetes-api kubernetes.default.svc:443",
    ]);
  });

  it("draws the way to the cluster's API only where there is a cluster", () => {
    expect(edge("acme/shop/worker", "kubernetes-api")?.security).toBe("tls");
    expect(() => acmeTopology("compose")).toThrow("apiAccess");
  });

  it("leaves no edge dangling", () => {
    const known = new Set([...workloads, ...externals].map(({ path }) => path));
    for (const { from, to, security } of edges) {
      expect([known.has(from), known.has(to)]).toEqual([true, true]);
      expect(EDGE_SECURITY).toContain(security);
    }
  });

  it("is the same for another tree of the same platform", () => {
    expect(acme()).not.toBe(acme());
    expect(acmeTopology()).toEqual(acmeTopology());
  });
});
