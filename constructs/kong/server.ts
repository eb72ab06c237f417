import { programFile } from "../model/asset";
import { configMount } from "../model/config-mount";
import type { Material, Mount } from "../model/container";
import {
  concat,
  configPath,
  identityFile,
  issuedFile,
  secretFile,
  type Expression,
  type ExpressionInput,
} from "../model/expression";
import type { IssuedCertificate } from "../model/issued-certificate";
import type { Peer } from "../model/peer";
import type { Probes } from "../model/probe";
import { replicasOn } from "../model/replicas";
import type { Secret } from "../model/secret";
import type { Target } from "../model/target";
import { Duration, Size, type Cpu } from "../model/units";
import type { Workload } from "../model/workload";
import { callSettings } from "./call-settings";
import { authorityId, credentialsFile, routesFile, type Declaration } from "./declarative";
import { KONG_IMAGE, KONG_USER, NGINX_PROGRAM } from "./images";

/** Ports of the server: two public ones, and one for whoever asks how it is. */
export const KONG_PORT = { https: 8443, http: 8000, status: 8100 } as const;

const FOLDER = "/etc/ashlar/kong";
/** Everything that the server writes. */
const RUN = "/run/kong";

/** What proves the gateway to users. */
export type PublicCertificate =
  | { readonly kind: "platform" }
  | { readonly kind: "given"; readonly certificate: Secret; readonly key: Secret }
  | { readonly kind: "issued"; readonly certificate: IssuedCertificate };

/** What the server is made of. */
export interface KongServer {
  readonly peer: Peer;
  readonly declaration: Declaration;
  readonly certificate: PublicCertificate;
  readonly redirects: boolean;
}

/** Kong without a database and without an admin port. */
export function server({ peer, declaration, certificate, redirects }: KongServer, target: Target): Workload {
  const { spec, path } = declaration;
  const { cpu, memory } = spec.resources;
  const start = programFile(__dirname, "start.sh");
  const routes = routesFile(declaration);
  const credentials = credentialsFile(declaration);
  const calling = callSettings(declaration);
  const publicTls = publicFiles(certificate);
  const isOwn = certificate.kind === "platform";
  const watched = [
    ...[identityFile("cert"), identityFile("key"), identityFile("ca")],
    ...(isOwn ? [] : [publicTls.cert, publicTls.key]),
    ...(credentials === undefined ? [] : [configPath(credentials)]),
  ];
  return {
    kind: "workload",
    peer,
    run: { kind: "service", replicas: replicasOn(target, spec.replicas) },
    init: [],
    container: {
      name: "kong",
      image: KONG_IMAGE,
      command: ["/bin/bash", configPath(start)],
      env: {
        ASHLAR_CA: identityFile("ca"),
        ASHLAR_CA_ID: authorityId(path),
        // Without consumers and secrets of plugins there is nothing to add.
        ASHLAR_CREDENTIALS: credentials === undefined ? "/dev/null" : configPath(credentials),
        ASHLAR_NGINX: NGINX_PROGRAM,
        ASHLAR_ROUTES: configPath(routes),
        ASHLAR_WATCHED: concat(...watched.flatMap((file, index) => (index === 0 ? [file] : [" ", file]))),
        ...settings(declaration, redirects, cpu, target),
        ...calling.env,
        KONG_SSL_CERT: publicTls.cert,
        KONG_SSL_CERT_KEY: publicTls.key,
      },
      material: [{ kind: "identity", forms: ["cert", "key", "ca"] }, ...publicTls.material],
      mounts: [
        ...[start, routes, ...(credentials === undefined ? [] : [credentials]), ...calling.files].map((file) =>
          configMount(file, FOLDER),
        ),
        scratch(RUN, Size.mebibytes(96)),
        // Request bodies that do not fit a buffer pass through here.
        scratch("/tmp", Size.mebibytes(32)),
      ],
      probes: PROBES,
      resources: {
        cpu: { request: cpu.times(0.2), limit: cpu },
        memory: { request: memory.times(0.5), limit: memory },
        pids: 128,
      },
      user: KONG_USER,
      readOnlyRoot: true,
    },
    sidecars: [],
    gracePeriod: Duration.seconds(30),
    // start.sh looks at the files.
    reload: { kind: "watch" },
  };
}

interface PublicFiles {
  readonly cert: Expression;
  readonly key: Expression;
  readonly material: readonly Material[];
}

function publicFiles(certificate: PublicCertificate): PublicFiles {
  switch (certificate.kind) {
    case "platform":
      return { cert: identityFile("cert"), key: identityFile("key"), material: [] };
    case "given": {
      const { certificate: cert, key } = certificate;
      const material = [cert, key].map((secret): Material => ({ kind: "secret", secret }));
      return { cert: secretFile(cert), key: secretFile(key), material };
    }
    case "issued": {
      const { certificate: issued } = certificate;
      return {
        cert: issuedFile(issued, "cert"),
        key: issuedFile(issued, "key"),
        material: [{ kind: "issued", certificate: issued }],
      };
    }
    default:
      return certificate satisfies never;
  }
}

/** One line a request, as JSON. Queries are left out: keys may stand in them. */
const LOG_FORMAT =
  'ashlar escape=json \'{"time":"$time_iso8601","client":"$remote_addr","method":"$request_method","host":"$host",' +
  '"path":"$uri","status":"$status","bytes":"$bytes_sent","seconds":"$request_time","upstream":"$upstream_addr",' +
  '"request":"$kong_request_id"}\'';

function settings(
  { spec, routes }: Declaration,
  redirects: boolean,
  cpu: Cpu,
  target: Target,
): Readonly<Record<string, ExpressionInput>> {
  const largest = Math.max(1, ...routes.map((route) => route.spec.maxBody.bytes));
  // The kubelet asks from outside the pod, and network policies close the port to everybody else.
  const statusHost = target === "kubernetes" ? "0.0.0.0" : "127.0.0.1";
  return {
    KONG_ADMIN_GUI_LISTEN: "off",
    KONG_ADMIN_LISTEN: "off",
    KONG_ANONYMOUS_REPORTS: "off",
    KONG_CLIENT_SSL: "on",
    KONG_CLIENT_SSL_CERT: identityFile("cert"),
    KONG_CLIENT_SSL_CERT_KEY: identityFile("key"),
    KONG_DATABASE: "off",
    KONG_DECLARATIVE_CONFIG: `${RUN}/kong.yaml`,
    // Names of services are hosts; a port record of the same name must not win over them.
    KONG_DNS_ORDER: "LAST,A,AAAA,CNAME",
    KONG_HEADERS: "off",
    // The map is a file in memory, and the configuration is small.
    KONG_LMDB_MAP_SIZE: "64m",
    KONG_LOG_LEVEL: spec.logLevel,
    KONG_MEM_CACHE_SIZE: "32m",
    KONG_NGINX_DAEMON: "off",
    // What no route allows is refused before it is read.
    KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE: String(largest),
    KONG_NGINX_HTTP_LOG_FORMAT: LOG_FORMAT,
    // Unset, there is a worker for each processor of the host.
    KONG_NGINX_WORKER_PROCESSES: String(Math.max(1, Math.ceil(cpu.millicores / 1000))),
    KONG_PREFIX: `${RUN}/prefix`,
    KONG_PROXY_ACCESS_LOG: "/dev/stdout ashlar",
    KONG_PROXY_ERROR_LOG: "/dev/stderr",
    KONG_PROXY_LISTEN: [
      `0.0.0.0:${KONG_PORT.https} http2 ssl reuseport backlog=16384`,
      ...(redirects ? [`0.0.0.0:${KONG_PORT.http} reuseport backlog=16384`] : []),
    ].join(", "),
    // "old" would lower the security level of connections to upstreams too.
    KONG_SSL_CIPHER_SUITE: "intermediate",
    KONG_STATUS_ACCESS_LOG: "off",
    KONG_STATUS_ERROR_LOG: "/dev/stderr",
    KONG_STATUS_LISTEN: `${statusHost}:${KONG_PORT.status}`,
    ...(spec.trustedProxies.length === 0
      ? {}
      : {
          KONG_REAL_IP_HEADER: "X-Forwarded-For",
          KONG_REAL_IP_RECURSIVE: "on",
          KONG_TRUSTED_IPS: spec.trustedProxies.join(","),
        }),
    KONG_UNTRUSTED_LUA: "sandbox",
  };
}

function scratch(path: string, size: Size): Mount {
  return { kind: "scratch", path, size, seed: "empty", medium: "memory" };
}

/** Kong's own command asks whether its processes run; on Kubernetes the status port tells whether it has its routes. */
const HEALTH = ["kong", "health", "-p", `${RUN}/prefix`];

const PROBES: Probes = {
  started: {
    forms: { exec: HEALTH, http: { port: KONG_PORT.status, path: "/status/ready" } },
    every: Duration.seconds(5),
    timeout: Duration.seconds(5),
    failures: 24,
  },
  ready: {
    forms: { exec: HEALTH, http: { port: KONG_PORT.status, path: "/status/ready" } },
    every: Duration.seconds(10),
    timeout: Duration.seconds(5),
    failures: 3,
  },
  live: {
    forms: { exec: HEALTH, http: { port: KONG_PORT.status, path: "/status" } },
    every: Duration.seconds(20),
    timeout: Duration.seconds(10),
    failures: 3,
  },
};
