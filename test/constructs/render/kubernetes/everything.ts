import { configFile } from "../../../../constructs/model/config-file";
import type { Mount } from "../../../../constructs/model/container";
import { expose } from "../../../../constructs/model/exposure";
import {
  concat,
  encoded,
  endpointValue,
  identityFile,
  issuedFile,
  secretFile,
  secretValue,
} from "../../../../constructs/model/expression";
import { ExternalEndpoint } from "../../../../constructs/model/external-endpoint";
import { issuedCertificate } from "../../../../constructs/model/issued-certificate";
import { Platform } from "../../../../constructs/model/platform";
import type { Probe, ProbeForms } from "../../../../constructs/model/probe";
import { Scope } from "../../../../constructs/model/scope";
import { Secret } from "../../../../constructs/model/secret";
import { Duration, Size } from "../../../../constructs/model/units";
import { container, Program, Server } from "./sample";

const access = undefined;

const probe = (forms: ProbeForms): Probe => ({
  forms,
  every: Duration.seconds(5),
  timeout: Duration.seconds(2),
  failures: 3,
});

const scratch = (path: string, seed: "empty" | "image", medium: "disk" | "memory"): Mount => ({
  kind: "scratch",
  path,
  size: Size.mebibytes(64),
  seed,
  medium,
});

/** A platform in which every primitive has every field that it may have. */
export function everything(): Platform {
  const platform = new Platform("acme", {
    environment: "prod",
    publicUrl: "https://acme.example",
    budget: { cpu: "16", memory: "32Gi", storage: "100Gi", pods: 50 },
    cluster: { apiServerCidrs: ["10.0.0.1/32"], storageClass: "standard" },
  });
  const password = new Secret(platform, "smtp-password", { kind: "password", length: 32 });
  const settings = configFile("settings.json", { format: "json", value: { greeting: "hello\nworld" } });
  const script = configFile("start.sh", { format: "program", text: "#!/bin/sh\nexec app\n" }, { executable: true });
  const secrets = configFile("app.properties", { format: "properties", entries: { password: secretValue(password) } });

  const db = new Server(
    platform,
    "db",
    () => ({
      run: { kind: "stateful", replicas: 2 },
      gracePeriod: Duration.minutes(1),
      container: container("postgres", {
        user: { uid: 70, gid: 70 },
        capabilities: ["NET_BIND_SERVICE"],
        args: ["-c", "echo $(date) $$"],
        env: {
          PASSWORD: secretValue(password),
          URL: concat("smtp://app:", secretValue(password), "@mail"),
          ENCODED: encoded("uri", secretValue(password)),
          KEY: identityFile("key"),
          FILE: secretFile(password),
        },
        material: [
          { kind: "identity", forms: ["cert", "key", "ca", "combined", "key-der", "p12", "truststore-p12"] },
          { kind: "secret", secret: password },
        ],
        mounts: [
          {
            kind: "volume",
            volume: { kind: "volume", id: "data", size: Size.gibibytes(10), storageClass: "fast", backup: true },
            path: "/var/lib/postgresql",
          },
          { kind: "config", config: settings, path: "/etc/app/settings.json" },
          { kind: "config", config: script, path: "/usr/local/bin/start" },
          { kind: "config", config: secrets, path: "/etc/app/app.properties" },
          scratch("/tmp", "empty", "memory"),
          scratch("/var/cache", "empty", "disk"),
          scratch("/etc/app-defaults", "image", "disk"),
        ],
        probes: {
          started: probe({ exec: ["pg_isready"] }),
          ready: probe({ tcp: { port: 5432 } }),
          live: probe({ http: { port: 8008, path: "/live" } }),
        },
      }),
    }),
    { port: 5432, protocol: "postgresql" },
  );
  const api = new Server(
    platform,
    "api",
    () => ({
      run: { kind: "service", replicas: 2 },
      init: [container("migrate")],
      sidecars: [container("exporter", { user: { uid: 2000, gid: 2000 }, readOnlyRoot: false })],
      container: container("api", { env: { DB: endpointValue(db.endpoint, "url") } }),
    }),
    { tls: { mode: "mtls", by: "sidecar", verifies: "name", serverPort: 8080 } },
  );
  api.peer.connect(db.endpoint, { access, client: "tunnel" });
  api.peer.connect(
    new ExternalEndpoint(platform, "mail", { host: "mail.example", port: 465, cidrs: ["203.0.113.7/32"] }),
  );
  const certificate = issuedCertificate({
    id: "public",
    hostnames: ["api.acme.example"],
    issuer: { name: "letsencrypt", kind: "Issuer" },
  });
  const gateway = new Server(
    platform,
    "gateway",
    {
      container: container("kong", {
        env: { CERT: issuedFile(certificate, "cert") },
        material: [
          { kind: "identity", forms: ["cert", "key", "ca"] },
          { kind: "issued", certificate },
        ],
      }),
    },
    { tls: { mode: "tls" }, hostnames: ["acme.example"] },
  );
  gateway.peer.connect(api.endpoint, { access });
  const published = { gateway: gateway.endpoint, to: api.endpoint, publishedPort: 443 };
  expose({ ...published, path: "/", via: { kind: "load-balancer" } });
  const issuer = { name: "letsencrypt", kind: "ClusterIssuer" } as const;
  const annotations = { "acme.example/note": "public" };
  const ingress = { kind: "ingress", className: "nginx", annotations, issuer } as const;
  expose({ ...published, path: "/", host: "acme.example", via: ingress });
  const parent = { name: "public", namespace: "gateways", sectionName: "tls" };
  expose({ ...published, path: "/", host: "*.acme.example", via: { kind: "gateway-api", gateway: parent } });
  const plain = gateway.peer.serve("plain", { port: 8080, protocol: "http", tls: { mode: "redirect" } });
  expose({ gateway: plain, to: gateway.endpoint, path: "/", publishedPort: 80, via: { kind: "load-balancer" } });

  const tenant = new Scope(platform, "tenant", { budget: { cpu: "2", memory: "2Gi" } });
  const cache = { kind: "volume", id: "cache", size: Size.gibibytes(1), backup: false } as const;
  const worker = new Program(tenant, "worker", {
    container: container("worker", { mounts: [{ kind: "volume", volume: cache, path: "/cache" }] }),
  });
  worker.peer.connect(db.endpoint, { access });
  new Program(worker, "provision", { run: { kind: "job", retries: 2, timeout: Duration.minutes(5) } });
  new Program(tenant, "cleanup", {
    run: { kind: "cron", schedule: { every: Duration.minutes(15) }, timeout: Duration.minutes(5) },
    apiAccess: true,
  });
  return platform;
}
