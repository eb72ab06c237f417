import { programFile } from "../model/asset";
import type { Mount } from "../model/container";
import { configPath, publicUrl, secretFile, type ExpressionInput } from "../model/expression";
import type { Peer } from "../model/peer";
import type { Probe, Probes } from "../model/probe";
import type { Secret } from "../model/secret";
import { Duration, Size } from "../model/units";
import type { Workload } from "../model/workload";
import type { DatabaseConnection } from "../postgres/database-connection";
import { KEYCLOAK_HOME, KEYCLOAK_IMAGE, KEYCLOAK_USER } from "./images";
import type { KeycloakSpec } from "./schema";

/** Loopback ports of the server. */
export const KEYCLOAK_PORT = { http: 8080, management: 9000 } as const;

/** The client that provisions, in the realm of administrators. */
export const ADMIN_CLIENT = "ashlar-provision";

const FOLDER = "/etc/ashlar/keycloak";

/** What the server is made of. */
export interface KeycloakServer {
  readonly peer: Peer;
  readonly spec: KeycloakSpec;
  readonly database: DatabaseConnection;
  readonly admin: Secret;
  /** Authorities of servers outside that it calls. */
  readonly authorities: readonly Mount[];
}

/** Keycloak in production mode, on loopback; its sidecar is the mesh's. */
export function server({ peer, spec, database, admin, authorities }: KeycloakServer): Workload {
  const { cpu, memory } = spec.resources;
  const start = programFile(__dirname, "start.sh");
  return {
    kind: "workload",
    peer,
    // Several would have to find each other and share a cache, over connections of their own.
    run: { kind: "service", replicas: 1, alone: true },
    init: [],
    container: {
      name: "keycloak",
      image: KEYCLOAK_IMAGE,
      command: ["/bin/bash", configPath(start)],
      env: {
        ASHLAR_ADMIN_SECRET_FILE: secretFile(admin),
        ASHLAR_KEYCLOAK: KEYCLOAK_HOME,
        ...databaseSettings(database),
        ...settings(spec),
        ...(authorities.length === 0 ? {} : { KC_TRUSTSTORE_PATHS: authorities.map(({ path }) => path).join(",") }),
      },
      material: [...database.material("jdbc"), { kind: "secret", secret: admin }],
      mounts: [
        { kind: "config", config: start, path: `${FOLDER}/${start.name}` },
        ...database.mounts,
        ...authorities,
        // Options that are fixed when Keycloak is built, such as the kind of database, are built into this folder at the
        // first start.
        {
          kind: "scratch",
          path: `${KEYCLOAK_HOME}/lib/quarkus`,
          size: Size.mebibytes(32),
          seed: "image",
          medium: "disk",
        },
        scratch(`${KEYCLOAK_HOME}/data`, Size.mebibytes(32)),
        scratch("/tmp", Size.mebibytes(128)),
      ],
      probes: PROBES,
      resources: {
        cpu: { request: cpu.times(0.2), limit: cpu },
        memory: { request: memory.times(0.75), limit: memory },
        pids: 512,
      },
      user: KEYCLOAK_USER,
      readOnlyRoot: true,
    },
    sidecars: [],
    gracePeriod: Duration.seconds(30),
    // The driver reads the certificate for each new connection.
    reload: { kind: "watch" },
  };
}

function databaseSettings(database: DatabaseConnection): Readonly<Record<string, ExpressionInput>> {
  const { password, role } = database;
  return {
    KC_DB: "postgres",
    KC_DB_URL: database.jdbc({ ApplicationName: "keycloak" }),
    KC_DB_USERNAME: role,
    ...(password === undefined ? {} : { ASHLAR_DB_PASSWORD_FILE: secretFile(password) }),
  };
}

function settings(spec: KeycloakSpec): Readonly<Record<string, ExpressionInput>> {
  return {
    // The shares of the limit that are known to be enough for the start; the rest is what Java needs beside its heap.
    JAVA_OPTS_KC_HEAP: "-XX:MaxRAMPercentage=60 -XX:InitialRAMPercentage=30",
    KC_BOOTSTRAP_ADMIN_CLIENT_ID: ADMIN_CLIENT,
    // Unset, the server would listen for others of its kind on addresses that can be reached.
    KC_CACHE: "local",
    KC_HEALTH_ENABLED: "true",
    KC_HOSTNAME: publicUrl(spec.path),
    KC_HTTP_ENABLED: "true",
    KC_HTTP_HOST: "127.0.0.1",
    KC_HTTP_MANAGEMENT_HOST: "127.0.0.1",
    KC_HTTP_MANAGEMENT_RELATIVE_PATH: "/",
    KC_HTTP_MANAGEMENT_SCHEME: "http",
    KC_HTTP_PORT: String(KEYCLOAK_PORT.http),
    KC_HTTP_RELATIVE_PATH: spec.path,
    KC_LOG_CONSOLE_OUTPUT: "json",
    // Each question of a probe that is answered "not yet" would be a line.
    KC_LOG_LEVEL: `${spec.logLevel},io.smallrye.health:warn`,
    KC_METRICS_ENABLED: "true",
    KC_PROXY_HEADERS: "xforwarded",
  };
}

function scratch(path: string, size: Size): Mount {
  return { kind: "scratch", path, size, seed: "empty", medium: "memory" };
}

/** The image has no HTTP client; its shell can open a connection, and the management port answers one line. */
function asks(path: string): readonly string[] {
  const request = `{ printf 'HEAD ${path} HTTP/1.0\\r\\n\\r\\n' >&0; grep -q 'HTTP/1.0 200'; }`;
  return ["/bin/bash", "-c", `${request} 0<>/dev/tcp/127.0.0.1/${KEYCLOAK_PORT.management}`];
}

const probe = (path: string, every: number, failures: number): Probe => ({
  forms: { exec: asks(path) },
  every: Duration.seconds(every),
  timeout: Duration.seconds(5),
  failures,
});

const PROBES: Probes = {
  // Building and the database's first schema take minutes on a slow machine.
  started: probe("/health/started", 5, 96),
  ready: probe("/health/ready", 10, 3),
  live: probe("/health/live", 20, 6),
};
