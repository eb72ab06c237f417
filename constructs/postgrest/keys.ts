import type { Issuer, IssuerKeys } from "../issuer/issuer";
import { programFile } from "../model/asset";
import type { Container, Material, Mount } from "../model/container";
import { concat, configPath, endpointValue, secretFile, type ExpressionInput } from "../model/expression";
import type { Peer } from "../model/peer";
import type { Probes } from "../model/probe";
import { Cpu, Duration, Size } from "../model/units";
import type { Run, Workload } from "../model/workload";
import type { DatabaseConnection } from "../postgres/database-connection";
import { IMAGES, POSTGRES_USER } from "../postgres/images";
import { KEYS_IMAGE, KEYS_USER } from "./images";
import type { PostgrestSpec } from "./schema";

const SHELL_PROGRAM = programFile(__dirname, "install.sh");
const SQL_PROGRAM = programFile(__dirname, "install.sql");
const FOLDER = "/etc/ashlar/postgrest";

/** How long new keys of an issuer that serves them wait to be trusted. */
const REFRESH = Duration.minutes(5);

/** Healthy while the keys were read in this round or the one before. */
const REFRESHED: Probes = {
  ready: {
    forms: { exec: ["sh", "-c", `test -n "$(find /tmp/jwks.json -mmin -${(2 * REFRESH.seconds) / 60 + 1})"`] },
    every: Duration.seconds(15),
    timeout: Duration.seconds(5),
    failures: 8,
  },
};

/** Who writes an issuer's keys to a database. */
export interface KeysWriter {
  readonly peer: Peer;
  readonly database: DatabaseConnection;
}

/** Opens the way to keys that are served. The program cannot present a certificate: a tunnel does. */
export function connectToKeys(peer: Peer, { keys }: Issuer): void {
  if (keys.kind === "endpoint") peer.connect(keys.endpoint, { client: "tunnel" });
}

/**
 * Writes the issuer's public keys to the database and makes what the server calls there, then tells the server. It can
 * run any number of times: what is already right is left alone.
 */
export function keysJob(writer: KeysWriter, spec: PostgrestSpec, issuer: Issuer): Workload {
  return keysWorkload(writer, spec, issuer, { kind: "job", retries: 6, timeout: Duration.minutes(5) });
}

/** The same again and again, for an issuer that changes its keys by itself. */
export function keysRefresh(writer: KeysWriter, spec: PostgrestSpec, issuer: Issuer): Workload {
  return keysWorkload(writer, spec, issuer, {
    kind: "cron",
    schedule: { every: REFRESH },
    timeout: Duration.minutes(2),
  });
}

function keysWorkload({ peer, database }: KeysWriter, spec: PostgrestSpec, issuer: Issuer, run: Run): Workload {
  const { image, user, env, material, mounts } = keysSource(issuer.keys);
  return {
    kind: "workload",
    peer,
    run,
    init: [],
    container: {
      name: "install",
      image,
      command: ["sh", configPath(SHELL_PROGRAM)],
      args: [
        concat("--dbname=", database.address({ application_name: "postgrest-keys" })),
        concat("--file=", configPath(SQL_PROGRAM)),
      ],
      // Values arrive through the environment, and psql itself quotes them.
      env: {
        ...database.environment,
        ...env,
        ISSUER: issuer.url,
        KEYS_SCHEMA: spec.keysSchema,
        CLAIMS_SCHEMA: spec.claimsSchema,
        AUDIENCE: spec.audience,
        PRE_REQUEST: spec.preRequest ?? "",
        AUTHENTICATOR_ROLE: spec.roles.authenticator,
        ANONYMOUS_ROLE: spec.roles.anonymous,
        AUTHENTICATED_ROLE: spec.roles.authenticated,
        SERVICE_ROLE: spec.roles.service,
      },
      material: [...database.material("libpq"), ...material],
      mounts: [
        ...[SHELL_PROGRAM, SQL_PROGRAM].map((config) => ({
          kind: "config" as const,
          config,
          path: `${FOLDER}/${config.name}`,
        })),
        ...database.mounts,
        ...mounts,
      ],
      probes: run.kind === "cron" ? REFRESHED : {},
      resources: {
        cpu: { request: Cpu.millicores(50), limit: Cpu.millicores(500) },
        memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
        pids: 32,
      },
      user,
      readOnlyRoot: true,
    },
    sidecars: [],
    gracePeriod: Duration.seconds(10),
    reload: { kind: "restart" },
  };
}

interface KeysSource extends Pick<Container, "image" | "user" | "mounts" | "material"> {
  readonly env: Readonly<Record<string, ExpressionInput>>;
}

/** What the program needs to read the keys: the server's own image has psql, another has wget beside it. */
function keysSource(keys: IssuerKeys): KeysSource {
  switch (keys.kind) {
    case "secret": {
      const material: Material = { kind: "secret", secret: keys.jwks };
      const env = { JWKS_FILE: secretFile(keys.jwks) };
      return { image: IMAGES[17], user: POSTGRES_USER, env, material: [material], mounts: [] };
    }
    case "endpoint": {
      const { endpoint, path } = keys;
      const env = {
        JWKS_URL: concat(endpointValue(endpoint, "url"), path),
        ...(endpoint.kind === "external" ? { JWKS_HOST: endpoint.spec.host } : {}),
      };
      const scratch: Mount = {
        kind: "scratch",
        path: "/tmp",
        size: Size.mebibytes(8),
        seed: "empty",
        medium: "memory",
      };
      return { image: KEYS_IMAGE, user: KEYS_USER, env, material: [], mounts: [scratch] };
    }
    default:
      return keys satisfies never;
  }
}
