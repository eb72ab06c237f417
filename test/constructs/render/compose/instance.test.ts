import { expose } from "../../../../constructs/model/exposure";
import { Platform } from "../../../../constructs/model/platform";
import { Size } from "../../../../constructs/model/units";
import { renderCompose } from "../../../../constructs/render/compose/compose";
import { BEHIND_SIDECAR, MTLS, Sample, sampleContainer } from "../../../support/sample";
import { problemsOf, serviceOf } from "./rendered";

/** An API behind a sidecar that calls a database through a tunnel. */
function guarded(replicas = 1): Platform {
  const platform = new Platform("acme");
  const database = new Sample(platform, "database", { serve: MTLS });
  const api = new Sample(platform, "api", { serve: BEHIND_SIDECAR, run: { kind: "service", replicas } });
  api.peer.connect(database.server, { client: "tunnel" });
  const caller = new Sample(platform, "caller");
  caller.peer.connect(api.server);
  return platform;
}

describe("a workload with sidecars", () => {
  it("joins a sandbox, which alone stands in the networks under the workload's name", () => {
    const { services } = renderCompose(guarded()).file;
    expect(services["api-sandbox"]).toMatchObject({
      image: "registry.k8s.io/pause:3.10",
      user: "65535:65535",
      networks: { api: { aliases: ["api"] }, database: {} },
    });
    for (const name of ["api", "api-tunnel-0", "api-tls-http"]) {
      expect(services[name]).toMatchObject({ network_mode: "service:api-sandbox" });
      expect(services[name]).not.toHaveProperty("networks");
    }
  });

  it("has its init steps in the sandbox as well, because they use the tunnels", () => {
    const platform = new Platform("acme");
    const database = new Sample(platform, "database", { serve: MTLS });
    const init = [sampleContainer({ name: "migrate", probes: {} })];
    const api = new Sample(platform, "api", { workload: { init } });
    api.peer.connect(database.server, { client: "tunnel" });
    expect(serviceOf(platform, "api-migrate").network_mode).toBe("service:api-sandbox");
  });

  it("publishes through its sandbox", () => {
    const platform = new Platform("acme");
    const gateway = new Sample(platform, "gateway", { serve: BEHIND_SIDECAR });
    expose({ gateway: gateway.server, to: gateway.server, path: "/", publishedPort: 443, via: { kind: "ingress" } });
    expect(serviceOf(platform, "gateway-sandbox").ports).toHaveLength(1);
    expect(serviceOf(platform, "gateway")).not.toHaveProperty("ports");
  });

  it("runs as numbered services when it is replicated, all of them under one name", () => {
    const { services } = renderCompose(guarded(2)).file;
    for (const sandbox of ["api-sandbox", "api-r2-sandbox"]) {
      expect(services[sandbox]?.networks).toMatchObject({ api: { aliases: ["api"] } });
    }
    for (const name of ["api-r2", "api-r2-tunnel-0", "api-r2-tls-http"]) {
      expect(services[name]?.network_mode).toBe("service:api-r2-sandbox");
    }
    expect(services["api"]?.deploy).not.toHaveProperty("replicas");
    expect(Object.keys(services["caller"]?.depends_on ?? {})).toEqual([
      "api",
      "api-r2",
      "api-r2-tls-http",
      "api-tls-http",
    ]);
  });

  it("shares its identity, and so its volume of keys, among replicas", () => {
    const { services } = renderCompose(guarded(2)).file;
    const mounts = ["api-tls-http", "api-r2-tls-http"].map((name) => services[name]?.volumes);
    expect(mounts[0]).toEqual(mounts[1]);
    expect(renderCompose(guarded(2)).material).toEqual(renderCompose(guarded(1)).material);
  });
});

describe("a workload without sidecars", () => {
  it("stands in its networks itself, by the name that Compose gives it", () => {
    const database = serviceOf(guarded(), "database");
    expect(database.networks).toEqual({ database: {} });
    expect(renderCompose(guarded()).file.services).not.toHaveProperty("database-sandbox");
  });

  it("is scaled by Compose, unless each replica needs a disk of its own", () => {
    const disk = { kind: "scratch", path: "/work", size: Size.gibibytes(1), seed: "empty", medium: "disk" } as const;
    const platform = new Platform("acme");
    new Sample(platform, "plain", { run: { kind: "service", replicas: 2 } });
    new Sample(platform, "worker", { run: { kind: "service", replicas: 2 }, container: { mounts: [disk] } });
    const { services } = renderCompose(platform).file;
    expect(services["plain"]?.deploy.replicas).toBe(2);
    expect(services["worker"]?.volumes).toMatchObject([{ source: "worker-app-work", target: "/work" }]);
    expect(services["worker-r2"]?.volumes).toMatchObject([{ source: "worker-r2-app-work", target: "/work" }]);
  });

  it("runs once as a gateway, because a port of the host leads to one container; the loss must be accepted", () => {
    const build = (allowLoss: string[]): Platform => {
      const platform = new Platform("acme", { allowLoss });
      const gateway = new Sample(platform, "gateway", { serve: MTLS, run: { kind: "service", replicas: 2 } });
      expose({ gateway: gateway.server, to: gateway.server, path: "/", publishedPort: 443, via: { kind: "ingress" } });
      return platform;
    };
    expect(problemsOf(build([]))).toEqual(["ASH-TARGET-002 acme/gateway/main:http"]);
    expect(serviceOf(build(["exposure.replicas"]), "gateway").deploy).not.toHaveProperty("replicas");
  });

  it("refuses two containers of one name", () => {
    const platform = new Platform("acme");
    const twice = [sampleContainer({ name: "log" }), sampleContainer({ name: "log" })];
    new Sample(platform, "app", { workload: { sidecars: twice } });
    expect(problemsOf(platform)).toEqual(["ASH-NAME-003 acme/app/main/log"]);
  });
});
