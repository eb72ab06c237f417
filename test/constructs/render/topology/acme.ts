import { expose } from "../../../../constructs/model/exposure";
import { ExternalEndpoint } from "../../../../constructs/model/external-endpoint";
import { Platform } from "../../../../constructs/model/platform";
import { Scope } from "../../../../constructs/model/scope";
import type { Target } from "../../../../constructs/model/target";
import { Duration } from "../../../../constructs/model/units";
import { lowerPlatform } from "../../../../constructs/render/lower";
import { topologyOf } from "../../../../constructs/render/topology/lowered-topology";
import type { Topology } from "../../../../constructs/render/topology/topology";
import { behindSidecar, BEHIND_SIDECAR, MTLS, Sample } from "../../../support/sample";

const ADDRESSES = { cidrs: ["203.0.113.7/32"] };
const timeout = Duration.seconds(60);
const access = { access: undefined };

/** A platform with everything that a topology can show: every kind of workload, of edge and of way in and out. */
export function acme(): Platform {
  const platform = new Platform("acme", { publicUrl: "https://acme.example", environment: "prod" });
  const db = new Sample(platform, "db", {
    serve: { ...MTLS, port: 5432, protocol: "postgresql" },
    run: { kind: "stateful", replicas: 3 },
  });
  const auth = new Sample(platform, "auth", { serve: behindSidecar({ verifies: "ca" }) });
  const api = new Sample(platform, "api", { serve: BEHIND_SIDECAR, run: { kind: "service", replicas: 2 } });
  const gateway = new Sample(platform, "gateway", {
    serve: { port: 8443, protocol: "http", tls: { mode: "tls" } },
  });
  const migrate = new Sample(platform, "migrate", { run: { kind: "job", retries: 1, timeout } });
  const cleanup = new Sample(platform, "cleanup", {
    run: { kind: "cron", schedule: { every: Duration.minutes(60) }, timeout },
  });
  const shop = new Scope(platform, "shop");
  const worker = new Sample(shop, "worker", { serve: BEHIND_SIDECAR, workload: { apiAccess: true } });
  const mail = new ExternalEndpoint(platform, "mail", { host: "smtp.example.com", port: 465, ...ADDRESSES });
  const legacy = new ExternalEndpoint(platform, "legacy", {
    host: "10.0.0.9",
    port: 80,
    protocol: "http",
    tls: "plain",
    ...ADDRESSES,
  });
  api.peer.connect(db.server, access);
  // Two roles at one endpoint: one edge.
  auth.peer.connect(db.server, access);
  auth.peer.connect(db.server, access);
  for (const { server } of [api, auth, worker]) gateway.peer.connect(server, access);
  migrate.peer.connect(db.server, { ...access, client: "tunnel" });
  cleanup.peer.connect(api.server, { ...access, client: "tunnel" });
  worker.peer.connect(api.server, { ...access, client: "tunnel" });
  api.peer.startAfter(migrate.peer);
  auth.peer.connect(mail, access);
  worker.peer.connect(legacy, access);
  for (const [path, { server: to }] of [
    ["/rest/v1", api],
    ["/auth", auth],
    ["/jobs", worker],
  ] as const) {
    const via = { kind: "load-balancer" } as const;
    expose({ gateway: gateway.server, to, host: "acme.example", path, publishedPort: 443, via });
  }
  return platform;
}

/** Its topology. */
export function acmeTopology(target: Target = "kubernetes"): Topology {
  return topologyOf(lowerPlatform(acme(), target));
}

/** A topology whose texts mean something in every format that it is written in. */
export function hostileTopology(): Topology {
  const name = `end"] ; subgraph x <b>&amp; \`md\` #35; ]]> \\n`;
  const node = { name, component: "acme/c", replicas: 1, sidecars: [], after: [] } as const;
  return {
    platform: `acme"<script>`,
    environment: "dev; end",
    target: "compose",
    scopes: [{ path: "acme", name: "acme" }],
    components: [{ path: "acme/c", name, type: "<i>", scope: "acme" }],
    workloads: [
      { ...node, path: "acme/end", kind: "service" },
      { ...node, path: "acme/click", kind: "claim" },
    ],
    edges: [
      {
        from: "acme/end",
        to: "acme/click",
        endpoint: "x",
        port: 1,
        protocol: "tcp",
        security: "mtls-name",
        client: "native",
        server: "native",
      },
    ],
    exposures: [],
    externals: [{ path: "acme/x|y", name, host: "h", port: 1 }],
  };
}
