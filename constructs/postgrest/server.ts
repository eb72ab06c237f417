import type { ExpressionInput } from "../model/expression";
import type { Peer } from "../model/peer";
import type { Probes } from "../model/probe";
import { Duration } from "../model/units";
import type { Workload } from "../model/workload";
import type { DatabaseConnection } from "../postgres/database-connection";
import { POSTGREST_IMAGE, POSTGREST_PROGRAM, POSTGREST_USER } from "./images";
import type { PostgrestSpec } from "./schema";
import type { PostgrestSetting } from "./settings";

/** Loopback ports of the server. */
export const SERVER_PORT = { api: 3000, admin: 3001 } as const;

/** The server itself, on loopback; its sidecar is the mesh's. */
export function server(
  peer: Peer,
  spec: PostgrestSpec,
  database: DatabaseConnection,
  publicUrl: string | undefined,
): Workload {
  const { cpu, memory } = spec.resources;
  return {
    kind: "workload",
    peer,
    run: { kind: "service", replicas: spec.replicas },
    init: [],
    container: {
      name: "postgrest",
      image: POSTGREST_IMAGE,
      command: [POSTGREST_PROGRAM],
      env: settings(spec, database, publicUrl),
      material: database.material("libpq"),
      mounts: database.mounts,
      probes: PROBES,
      resources: {
        cpu: { request: cpu.times(0.2), limit: cpu },
        memory: { request: memory.times(0.5), limit: memory },
        pids: 128,
      },
      user: POSTGREST_USER,
      readOnlyRoot: true,
    },
    sidecars: [],
    gracePeriod: Duration.seconds(30),
    // A certificate is read for each new connection; keys and schema come by notification.
    reload: { kind: "watch" },
  };
}

/**
 * The image has no shell; the program asks its own admin port, which listens on loopback. There is no liveness probe: the
 * admin port's `/live` can be asked by nobody. The kubelet does not reach loopback, `--ready` asks for readiness alone,
 * which ends with the database and would restart a server that is well, and the sidecar asks the API's port and no other.
 * What the kubelet could ask is the sidecar, for whose faults the server would be restarted.
 */
const PROBES: Probes = {
  started: {
    forms: { exec: [POSTGREST_PROGRAM, "--ready"] },
    every: Duration.seconds(3),
    timeout: Duration.seconds(3),
    failures: 40,
  },
  ready: {
    forms: { exec: [POSTGREST_PROGRAM, "--ready"] },
    every: Duration.seconds(10),
    timeout: Duration.seconds(3),
    failures: 3,
  },
};

function settings(
  spec: PostgrestSpec,
  database: DatabaseConnection,
  publicUrl: string | undefined,
): Partial<Record<PostgrestSetting, ExpressionInput>> {
  return {
    PGRST_ADMIN_SERVER_HOST: "127.0.0.1",
    PGRST_ADMIN_SERVER_PORT: String(SERVER_PORT.admin),
    PGRST_DB_AGGREGATES_ENABLED: String(spec.aggregates),
    PGRST_DB_ANON_ROLE: spec.roles.anonymous,
    PGRST_DB_EXTRA_SEARCH_PATH: spec.extraSearchPath.join(","),
    PGRST_DB_MAX_ROWS: String(spec.maxRows),
    PGRST_DB_POOL: String(spec.poolSize),
    PGRST_DB_PRE_CONFIG: `${spec.keysSchema}.pre_config`,
    PGRST_DB_PRE_REQUEST: `${spec.keysSchema}.pre_request`,
    PGRST_DB_SCHEMAS: spec.schemas.join(","),
    PGRST_DB_URI: database.uri({ application_name: "postgrest" }),
    PGRST_JWT_AUD: spec.audience,
    PGRST_JWT_ROLE_CLAIM_KEY: ".role",
    PGRST_LOG_LEVEL: spec.logLevel,
    PGRST_OPENAPI_MODE: spec.openapi,
    ...(publicUrl === undefined
      ? {}
      : { PGRST_OPENAPI_SERVER_PROXY_URI: publicUrl.replace(/\/+$/, "") + spec.publicPath }),
    PGRST_SERVER_CORS_ALLOWED_ORIGINS: origins(spec, publicUrl).join(","),
    PGRST_SERVER_HOST: "127.0.0.1",
    PGRST_SERVER_PORT: String(SERVER_PORT.api),
  };
}

/** The server takes an empty list for "any origin", so that no origin at all is one that no page can have. */
function origins(spec: PostgrestSpec, publicUrl: string | undefined): readonly string[] {
  if (spec.corsOrigins !== undefined && spec.corsOrigins.length > 0)
    return [...new Set(spec.corsOrigins.map(originOf))];
  if (spec.corsOrigins === undefined && publicUrl !== undefined) return [originOf(publicUrl)];
  return ["https://none.invalid"];
}

/** Scheme, host and port. Of the schemes that apps invent, `URL.origin` says "null", which any sandboxed page has. */
function originOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
