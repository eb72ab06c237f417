"use strict";
// The platform that is measured: small servers, each a Deployment and a Service and what the library adds to them.
const { Component, Cpu, Duration, Platform, Size, everywhere } = require("ashlar");
const { z } = require("zod");

/** Port, image, processor share and log level of every server: what a chart would make values of. */
const SETTINGS = { port: 8443, repository: "docker.io/library/nginx", tag: "1.27.0", cpu: 100, logLevel: "info" };

const schema = z.strictObject({ replicas: z.int().positive().default(1) });

class Server extends Component {
  constructor(scope, id) {
    super(scope, id, schema, {});
    this.endpoint = this.peer.serve("http", {
      port: SETTINGS.port,
      protocol: "http",
      tls: { mode: "mtls", by: "server", verifies: "name" },
    });
  }

  realise() {
    return everywhere(() => [
      {
        kind: "workload",
        peer: this.peer,
        run: { kind: "service", replicas: this.spec.replicas },
        init: [],
        container: {
          name: "app",
          image: { repository: SETTINGS.repository, tag: SETTINGS.tag },
          command: ["/bin/app"],
          args: ["--listen", `:${SETTINGS.port}`],
          env: { LOG_LEVEL: SETTINGS.logLevel, NAME: this.node.id },
          material: [{ kind: "identity", forms: ["cert", "key", "ca"] }],
          mounts: [],
          probes: {
            ready: {
              forms: { exec: ["/bin/app", "--ready"], tcp: { port: SETTINGS.port } },
              every: Duration.seconds(5),
              timeout: Duration.seconds(2),
              failures: 3,
            },
          },
          resources: {
            cpu: { request: Cpu.millicores(SETTINGS.cpu), limit: Cpu.millicores(500) },
            memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
            pids: 64,
          },
          user: { uid: 1000, gid: 1000 },
          readOnlyRoot: true,
        },
        sidecars: [],
        gracePeriod: Duration.seconds(30),
        reload: { kind: "watch" },
      },
    ]);
  }
}

/**
 * Who calls whom. `alone`: nobody; `chain`: each calls the one before; `hub`: all call the first; `fan`: the last calls
 * all others.
 */
const SHAPES = {
  alone: () => [],
  chain: (servers) => servers.slice(1).map((server, index) => [server, servers[index]]),
  hub: ([hub, ...others]) => others.map((server) => [server, hub]),
  fan: (servers) => servers.slice(0, -1).map((server) => [servers.at(-1), server]),
};

/** A platform of so many servers. */
function smallPlatform(count, shape = "alone") {
  const platform = new Platform("acme");
  const servers = Array.from({ length: count }, (_, index) => new Server(platform, `app-${index}`));
  for (const [caller, server] of SHAPES[shape](servers)) caller.peer.connect(server.endpoint, { access: undefined });
  return platform;
}

module.exports = { SETTINGS, SHAPES, smallPlatform };
