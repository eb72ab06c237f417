import type { Container } from "../../../constructs/model/container";
import type { SidecarTls } from "../../../constructs/model/endpoint";
import { Platform } from "../../../constructs/model/platform";
import { Scope } from "../../../constructs/model/scope";
import type { Target } from "../../../constructs/model/target";
import { lowerPlatform } from "../../../constructs/render/lower";
import { BEHIND_SIDECAR, behindSidecar, Sample } from "../../support/sample";

/** The sidecars of a server that the named peers call. */
function sidecars(
  callers: readonly string[] = [],
  serve: Partial<SidecarTls> = {},
  target: Target = "compose",
): readonly Container[] {
  const platform = new Platform("acme");
  const server = new Sample(platform, "server", { serve: behindSidecar(serve) });
  for (const id of callers) new Sample(platform, id).peer.connect(server.server);
  return lowerPlatform(platform, target).workloadOf(server.peer)?.sidecars ?? [];
}

/** The arguments that are plain text, by flag. */
function flags(container: Container | undefined): Readonly<Record<string, readonly string[]>> {
  const all: Record<string, string[]> = {};
  for (const arg of container?.args ?? []) {
    if (typeof arg !== "string") continue;
    const [flag = "", value = ""] = arg.split(/=(.*)/s);
    (all[flag] ??= []).push(value);
  }
  return all;
}

it("owns the endpoint's port and hands plain traffic to the server's own on loopback", () => {
  expect(flags(sidecars()[0])).toMatchObject({ "--listen": ["0.0.0.0:8443"], "--target": ["127.0.0.1:8080"] });
});

it("lets in the callers of the graph, each once, in a stable order, and nobody else", () => {
  expect(flags(sidecars(["b", "a"])[0])["--allow-uri"]).toEqual([
    "spiffe://dev.acme.internal/a",
    "spiffe://dev.acme.internal/b",
  ]);
});

it("knows callers of one id in two scopes apart", () => {
  const platform = new Platform("acme");
  const server = new Sample(platform, "server", { serve: BEHIND_SIDECAR });
  new Sample(new Scope(platform, "tenant"), "web").peer.connect(server.server);
  const [sidecar] = lowerPlatform(platform, "compose").workloadOf(server.peer)?.sidecars ?? [];
  expect(flags(sidecar)["--allow-uri"]).toEqual(["spiffe://dev.acme.internal/tenant/web"]);
});

// ghostunnel does not start without a rule.
it("lets in its own name alone when nobody calls", () => {
  expect(flags(sidecars()[0])["--allow-uri"]).toEqual(["spiffe://dev.acme.internal/server"]);
});

it("never lets in whoever the authority signed, or anybody", () => {
  const names = Object.keys(flags(sidecars(["a"])[0]));
  for (const flag of ["--allow-all", "--disable-authentication", "--unsafe-target"]) expect(names).not.toContain(flag);
});

it("asks the server's own port for its health, where the server says how", () => {
  expect(flags(sidecars()[0])["--target-status"]).toBeUndefined();
  expect(flags(sidecars([], { serverHealth: "/health" })[0])["--target-status"]).toEqual([
    "http://127.0.0.1:8080/health",
  ]);
});

it("reads renewed certificates within a minute, and does not wait long for its end", () => {
  expect(flags(sidecars()[0])).toMatchObject({ "--timed-reload": ["1m"], "--shutdown-timeout": ["10s"] });
});

it("tells its status on loopback on Compose, and to the kubelet on Kubernetes", () => {
  const [compose] = sidecars();
  expect(flags(compose)["--status"]).toEqual(["http://127.0.0.1:16000"]);
  expect(compose?.probes.ready?.forms).toEqual({
    exec: ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:16000/_status"],
  });
  const [kubernetes] = sidecars([], {}, "kubernetes");
  expect(flags(kubernetes)["--status"]).toEqual(["http://0.0.0.0:16000"]);
  expect(kubernetes?.probes.ready?.forms.http).toEqual({ port: 16_000, path: "/_status" });
});

it("runs as a user of its own, with its identity and nothing else of the workload's", () => {
  expect(sidecars()[0]).toMatchObject({
    user: { uid: 65_532, gid: 65_532 },
    readOnlyRoot: true,
    env: {},
    mounts: [],
    material: [{ kind: "identity", forms: ["cert", "key", "ca"] }],
  });
});

it("two endpoints of one peer have a sidecar and a status port each", () => {
  const platform = new Platform("acme");
  const server = new Sample(platform, "server", { serve: BEHIND_SIDECAR });
  server.peer.serve("admin", behindSidecar({ port: 9443, serverPort: 9080 }));
  const all = lowerPlatform(platform, "compose").workloadOf(server.peer)?.sidecars ?? [];
  expect(all.map((container) => [container.name, flags(container)["--status"]])).toEqual([
    ["tls-http", ["http://127.0.0.1:16000"]],
    ["tls-admin", ["http://127.0.0.1:16001"]],
  ]);
});
