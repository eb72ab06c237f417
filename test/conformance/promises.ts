import { configFile } from "../../constructs/model/config-file";
import { expose } from "../../constructs/model/exposure";
import { concat, secretValue } from "../../constructs/model/expression";
import { Platform } from "../../constructs/model/platform";
import { Secret } from "../../constructs/model/secret";
import { Cpu, Duration, Size } from "../../constructs/model/units";
import { BEHIND_SIDECAR, MTLS, Sample, sampleContainer } from "../support/sample";
import type { View } from "./view";

/** Something that every target must keep, told of one small platform. */
export interface PlatformPromise {
  readonly title: string;
  readonly build: () => Platform;
  readonly keep: (view: View) => void;
}

/** A platform of a test, built in one expression. */
export function platform(
  build: (platform: Platform) => void,
  props: ConstructorParameters<typeof Platform>[1] = {},
): Platform {
  const result = new Platform("acme", props);
  build(result);
  return result;
}

/** What holds on every target. */
export const PROMISES: readonly PlatformPromise[] = [
  {
    title: "a server is reached by the callers that the graph names, and by nobody else",
    build: () =>
      platform((root) => {
        const server = new Sample(root, "server", { serve: MTLS });
        new Sample(root, "friend").peer.connect(server.server, { access: undefined });
        new Sample(root, "stranger", { serve: MTLS });
      }),
    keep: (view) => {
      expect(view.callersOf("server")).toEqual(["friend"]);
      expect(view.callersOf("stranger")).toEqual([]);
    },
  },
  {
    title: "a sidecar admits exactly the named callers, and its server is on loopback",
    build: () =>
      platform((root) => {
        const server = new Sample(root, "server", { serve: BEHIND_SIDECAR });
        for (const id of ["one", "two"]) new Sample(root, id).peer.connect(server.server, { access: undefined });
      }),
    keep: (view) => {
      const args = view.argsOf("server", "tls-http");
      expect(args.filter((arg) => arg.startsWith("--allow"))).toEqual([
        "--allow-uri=spiffe://dev.acme.internal/one",
        "--allow-uri=spiffe://dev.acme.internal/two",
      ]);
      expect(args).toContain("--target=127.0.0.1:8080");
      expect(args).toContain("--listen=0.0.0.0:8443");
    },
  },
  {
    title: "a client that cannot present a certificate gets a loopback tunnel that checks the server's name",
    build: () =>
      platform((root) => {
        const server = new Sample(root, "server", { serve: MTLS });
        new Sample(root, "client").peer.connect(server.server, { access: undefined, client: "tunnel" });
      }),
    keep: (view) => {
      const args = view.argsOf("client", "tunnel-0");
      expect(args).toContain("--listen=127.0.0.1:15000");
      expect(args).toContain("--verify-uri=spiffe://dev.acme.internal/server");
    },
  },
  {
    title: "no container is root, may become root, writes to its image or has a capability",
    build: () =>
      platform((root) => {
        const server = new Sample(root, "server", { serve: BEHIND_SIDECAR });
        const init = [sampleContainer({ name: "prepare", probes: {} })];
        new Sample(root, "client", { workload: { init } }).peer.connect(server.server, {
          access: undefined,
          client: "tunnel",
        });
      }),
    keep: (view) => {
      const containers = [...view.hardeningOf("server"), ...view.hardeningOf("client")];
      expect(containers.length).toBeGreaterThanOrEqual(5);
      for (const container of containers) {
        expect(container).toMatchObject({ readOnlyRoot: true, capabilities: [], escalation: false });
        expect(container.uid).toBeGreaterThan(0);
      }
    },
  },
  {
    title: "limits arrive as they were meant, in each target's own unit",
    build: () =>
      platform((root) => {
        const cpu = { request: Cpu.millicores(250), limit: Cpu.millicores(750) };
        const memory = { request: Size.mebibytes(100), limit: Size.mebibytes(300) };
        new Sample(root, "server", { container: { resources: { cpu, memory, pids: 50 } } });
      }),
    keep: (view) => {
      expect(view.limitsOf("server")).toEqual({ millicores: 750, bytes: 300 * 2 ** 20 });
    },
  },
  {
    title: "data outlives its workload, and scratch space can be written to",
    build: () =>
      platform((root) => {
        new Sample(root, "server", {
          run: { kind: "stateful", replicas: 1 },
          container: {
            mounts: [
              {
                kind: "volume",
                volume: { kind: "volume", id: "data", size: Size.gibibytes(1), backup: true },
                path: "/data",
              },
              { kind: "scratch", path: "/tmp", size: Size.mebibytes(16), seed: "empty", medium: "memory" },
            ],
          },
        });
      }),
    keep: (view) => {
      expect(view.persistentPathsOf("server")).toEqual(["/data"]);
      expect(view.writablePathsOf("server")).toEqual(["/tmp"]);
    },
  },
  {
    title: "a configuration file stands at its path with the text its format writes",
    build: () =>
      platform((root) => {
        const config = configFile("app.json", { format: "json", value: { motto: 'it\'s "$5"', list: [1, true] } });
        new Sample(root, "server", { container: { mounts: [{ kind: "config", config, path: "/etc/app/app.json" }] } });
      }),
    keep: (view) => {
      expect(JSON.parse(view.fileOf("server", "/etc/app/app.json") ?? "")).toEqual({
        motto: 'it\'s "$5"',
        list: [1, true],
      });
    },
  },
  {
    title: "a secret is named and never written, in the environment or in a file",
    build: () =>
      platform((root) => {
        const secret = new Secret(root, "token", { kind: "password", length: 40 });
        const value = concat("Bearer ", secretValue(secret));
        const config = configFile("app.json", { format: "json", value: { header: value } });
        new Sample(root, "server", {
          container: {
            env: { HEADER: value, TOKEN: secretValue(secret), PLAIN: "plain" },
            mounts: [{ kind: "config", config, path: "/run/ashlar/files/app.json" }],
          },
        });
      }),
    keep: (view) => {
      const { PLAIN, ...others } = view.environmentOf("server");
      expect(PLAIN).toBe("plain");
      // What is left of a secret variable is at most a reference that the target resolves itself.
      for (const text of Object.values(others)) expect(text).toMatch(/\$\(/);
      expect(view.fileOf("server", "/run/ashlar/files/app.json")).toBeUndefined();
      expect(view.text).toContain("token");
    },
  },
  {
    title: "only what a gateway exposes is published",
    build: () =>
      platform((root) => {
        const server = new Sample(root, "server", { serve: MTLS });
        const gateway = new Sample(root, "gateway", { serve: { port: 8443, protocol: "http", tls: { mode: "tls" } } });
        gateway.peer.connect(server.server, { access: undefined });
        expose({ gateway: gateway.server, to: server.server, path: "/", publishedPort: 8443, via: "load-balancer" });
      }),
    keep: (view) => {
      expect(view.published()).toEqual(["gateway"]);
    },
  },
  {
    title: "readiness is asked with a program of the image",
    build: () => platform((root) => void new Sample(root, "server", { serve: MTLS })),
    keep: (view) => {
      expect(view.readinessOf("server")).toEqual(["/bin/app", "--ready"]);
    },
  },
  {
    title: "a job that runs to its end keeps its hardening and its limits",
    build: () =>
      platform(
        (root) => {
          new Sample(root, "job", {
            run: { kind: "job", retries: 0, timeout: Duration.minutes(5) },
            container: { probes: {} },
          });
        },
        { allowLoss: ["workload.run.job.timeout"] },
      ),
    keep: (view) => {
      expect(view.hardeningOf("job")[0]).toMatchObject({ readOnlyRoot: true, capabilities: [] });
      expect(view.limitsOf("job").bytes).toBe(128 * 2 ** 20);
    },
  },
];
