import { configFile } from "../../constructs/model/config-file";
import { type Exposure, expose } from "../../constructs/model/exposure";
import { concat, issuedFile, secretFile, secretValue } from "../../constructs/model/expression";
import { issuedCertificate } from "../../constructs/model/issued-certificate";
import { Platform } from "../../constructs/model/platform";
import { Secret } from "../../constructs/model/secret";
import type { SupportField } from "../../constructs/model/support";
import type { Target } from "../../constructs/model/target";
import { Cpu, Duration, Size } from "../../constructs/model/units";
import { BEHIND_SIDECAR, MTLS, Sample, sampleContainer } from "../support/sample";
import type { View } from "./view";

/** Something that every target must keep, told of one small platform. */
export interface PlatformPromise {
  readonly title: string;
  readonly build: () => Platform;
  readonly keep: (view: View) => void;
  /** Targets that refuse the platform, and the field that they say they cannot honour. */
  readonly refusedBy?: Partial<Record<Target, SupportField>>;
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

/** Every way in to a gateway. */
const WAYS_IN: readonly Exposure["via"][] = [
  { kind: "load-balancer" },
  { kind: "ingress", className: "nginx" },
  { kind: "gateway-api", gateway: { name: "public", namespace: "gateways" } },
];

/** A gateway that publishes a server under a host. */
function gatewayOf(root: Platform, via: Exposure["via"]): Sample {
  const server = new Sample(root, "server", { serve: MTLS });
  const gateway = new Sample(root, "gateway", { serve: { port: 8443, protocol: "http", tls: { mode: "tls" } } });
  gateway.peer.connect(server.server);
  expose({ gateway: gateway.server, to: server.server, host: "acme.example", path: "/", publishedPort: 443, via });
  return gateway;
}

/** What holds on every target. */
export const PROMISES: readonly PlatformPromise[] = [
  {
    title: "a server is reached by the callers that the graph names, and by nobody else",
    build: () =>
      platform((root) => {
        const server = new Sample(root, "server", { serve: MTLS });
        new Sample(root, "friend").peer.connect(server.server);
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
        for (const id of ["one", "two"]) new Sample(root, id).peer.connect(server.server);
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
        new Sample(root, "client").peer.connect(server.server, { client: "tunnel" });
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
  ...WAYS_IN.map((via): PlatformPromise => ({
    title: `a gateway is published by ${via.kind}, and what stands behind it is not`,
    build: () => platform((root) => void gatewayOf(root, via)),
    keep: (view) => {
      expect(new Set(view.published())).toEqual(new Set(["gateway"]));
    },
  })),
  {
    title: "plain HTTP is published to be redirected, beside the port that it leads to",
    build: () =>
      platform((root) => {
        const via = { kind: "load-balancer" } as const;
        const gateway = gatewayOf(root, via);
        const plain = gateway.peer.serve("plain", { port: 8080, protocol: "http", tls: { mode: "redirect" } });
        expose({ gateway: plain, to: gateway.server, path: "/", publishedPort: 80, via });
      }),
    keep: (view) => {
      expect(view.publishedPortsOf("gateway")).toEqual([
        [80, 8080],
        [443, 8443],
      ]);
    },
  },
  {
    title: "an identity proves the names that its peer is called by beside the target's own",
    build: () =>
      platform((root) => {
        const serve = { ...MTLS, hostnames: ["acme.example", "*.acme.example"] };
        new Sample(root, "server", { serve, container: { material: [{ kind: "identity", forms: ["cert", "key"] }] } });
      }),
    keep: (view) => {
      expect(view.namesOf("server")).toEqual(
        expect.arrayContaining(["server", "localhost", "acme.example", "*.acme.example"]),
      );
    },
  },
  {
    title: "a certificate of another issuer stands among the material, where the target has such issuers",
    build: () =>
      platform((root) => {
        const issuer = { name: "letsencrypt", kind: "ClusterIssuer" } as const;
        const certificate = issuedCertificate({ id: "public", hostnames: ["acme.example"], issuer });
        const env = { CERT: issuedFile(certificate, "cert"), KEY: issuedFile(certificate, "key") };
        new Sample(root, "gateway", { container: { env, material: [{ kind: "issued", certificate }] } });
      }),
    keep: (view) => {
      expect(view.environmentOf("gateway")).toEqual({
        CERT: "/run/ashlar/issued/public/tls.crt",
        KEY: "/run/ashlar/issued/public/tls.key",
      });
    },
    refusedBy: { compose: "container.material.issued" },
  },
  {
    title: "a certificate that people give is listed with what it must be, and read at the secret's place",
    build: () =>
      platform((root) => {
        const key = new Secret(root, "tls-key", {
          kind: "given",
          describe: "key of the public certificate",
          format: { kind: "private-key" },
        });
        const certificate = new Secret(root, "tls-cert", {
          kind: "given",
          describe: "public certificate",
          format: { kind: "certificate", key: key.secretName, hostnames: ["acme.example"] },
        });
        const material = [certificate, key].map((secret) => ({ kind: "secret", secret }) as const);
        new Sample(root, "gateway", { container: { env: { CERT: secretFile(certificate) }, material } });
      }),
    keep: (view) => {
      expect(view.text).toContain('"format":{"kind":"certificate","key":"tls-key","hostnames":["acme.example"]}');
      expect(view.text).toContain('"format":{"kind":"private-key"}');
      expect(view.environmentOf("gateway")).toEqual({ CERT: "/run/ashlar/secrets/tls-cert" });
    },
  },
  {
    title: "a job's steps and the job itself find its tunnels running, and it ends though they do not",
    build: () =>
      platform((root) => {
        const server = new Sample(root, "server", { serve: MTLS });
        const init = ["fetch", "migrate"].map((name) => sampleContainer({ name, probes: {} }));
        const job = new Sample(root, "job", {
          run: { kind: "job", retries: 1, timeout: Duration.minutes(5) },
          container: { probes: {} },
          workload: { init },
        });
        job.peer.connect(server.server, { client: "tunnel" });
      }),
    keep: (view) => {
      expect(view.startedBefore("job", "fetch")).toEqual(["tunnel-0"]);
      expect(view.startedBefore("job", "migrate")).toEqual(["fetch", "tunnel-0"]);
      expect(view.startedBefore("job")).toEqual(["fetch", "migrate", "tunnel-0"]);
      expect(view.lastingOf("job")).toEqual(["tunnel-0"]);
    },
  },
  {
    title: "what runs again and again finds its tunnels running each time",
    build: () =>
      platform((root) => {
        const server = new Sample(root, "server", { serve: MTLS });
        const every = Duration.minutes(15);
        const cron = new Sample(root, "cron", {
          run: { kind: "cron", schedule: { every }, timeout: every },
          container: { probes: {} },
        });
        cron.peer.connect(server.server, { client: "tunnel" });
      }),
    keep: (view) => {
      expect(view.startedBefore("cron")).toEqual(["tunnel-0"]);
      expect(view.lastingOf("cron")).toEqual(["tunnel-0"]);
      expect(view.callersOf("server")).toEqual(["cron"]);
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
