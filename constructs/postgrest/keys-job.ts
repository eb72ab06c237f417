import type { Issuer } from "../issuer/issuer";
import { programFile } from "../model/asset";
import { concat, configPath, secretFile } from "../model/expression";
import type { Peer } from "../model/peer";
import { Cpu, Duration, Size } from "../model/units";
import type { Workload } from "../model/workload";
import type { DatabaseConnection } from "../postgres/database-connection";
import { IMAGES, POSTGRES_USER } from "../postgres/images";
import type { PostgrestSpec } from "./schema";

const PROGRAM = "install.sql";

/**
 * Writes the issuer's public keys to the database and makes what the server calls there, then tells the server. It can
 * run any number of times: what is already right is left alone.
 */
export function keysJob(peer: Peer, spec: PostgrestSpec, database: DatabaseConnection, issuer: Issuer): Workload {
  const program = programFile(__dirname, PROGRAM);
  return {
    kind: "workload",
    peer,
    run: { kind: "job", retries: 6, timeout: Duration.minutes(5) },
    init: [],
    container: {
      name: "install",
      image: IMAGES[17],
      command: ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align"],
      args: [
        concat("--dbname=", database.uri({ application_name: "postgrest-keys" })),
        concat("--file=", configPath(program)),
      ],
      // Values arrive through the environment, and psql itself quotes them.
      env: {
        JWKS_FILE: secretFile(issuer.jwks),
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
      material: [...database.material("libpq"), { kind: "secret", secret: issuer.jwks }],
      mounts: [{ kind: "config", config: program, path: `/etc/ashlar/postgrest/${PROGRAM}` }],
      probes: {},
      resources: {
        cpu: { request: Cpu.millicores(50), limit: Cpu.millicores(500) },
        memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
        pids: 32,
      },
      user: POSTGRES_USER,
      readOnlyRoot: true,
    },
    sidecars: [],
    gracePeriod: Duration.seconds(10),
    reload: { kind: "restart" },
  };
}
