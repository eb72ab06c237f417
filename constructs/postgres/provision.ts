import { programFile } from "../model/asset";
import { configFile } from "../model/config-file";
import type { Container, Mount } from "../model/container";
import type { Endpoint } from "../model/endpoint";
import { configPath, endpointValue, identityFile } from "../model/expression";
import type { Peer } from "../model/peer";
import { Cpu, Duration, Size } from "../model/units";
import type { Workload } from "../model/workload";
import type { Catalog } from "./catalog";
import type { DatabaseAccess } from "./database";
import { POSTGRES_USER, SUPERUSER } from "./images";
import { passwordRoles, provisionSpec } from "./provision-spec";
import type { PostgresSpec } from "./schema";
import { CONFIG_PATH, scratch } from "./server";
import { programPath, VERSIONS } from "./versions";

/** Two programs begin with a transaction and a look at whose the ledger's schema is, before they read anything. */
const guarded = (name: string): readonly string[] => [`${name}-begin.sql`, "guard.sql", `${name}.sql`];

/** SQL programs of the job, all in one folder, and the files that each is put together from. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  "cluster.sql": guarded("cluster"),
  "database.sql": guarded("database"),
  "password.sql": ["password.sql"],
  "retire.sql": ["retire.sql"],
};

/** The job that makes the running server what was declared. It logs in as the superuser by its certificate. */
export function provisionWorkload(
  peer: Peer,
  endpoint: Endpoint<DatabaseAccess>,
  spec: PostgresSpec,
  catalog: Catalog,
): Workload {
  return {
    kind: "workload",
    peer,
    run: { kind: "job", retries: 5, timeout: Duration.minutes(15) },
    init: [],
    container: provisionContainer(endpoint, spec, catalog),
    sidecars: [],
    gracePeriod: Duration.seconds(10),
    reload: { kind: "restart" },
  };
}

function provisionContainer(endpoint: Endpoint<DatabaseAccess>, spec: PostgresSpec, catalog: Catalog): Container {
  const script = programFile(__dirname, "provision.sh");
  const declared = configFile("spec.json", { format: "json", value: provisionSpec(catalog, spec) });
  const files = [
    script,
    declared,
    ...Object.entries(PROGRAMS).map(([name, parts]) => programFile(__dirname, name, parts)),
  ];
  return {
    name: "provision",
    image: spec.image ?? VERSIONS[spec.version].image,
    command: ["/bin/bash", configPath(script)],
    args: [],
    env: {
      PATH: programPath(spec.version),
      ASHLAR_SPEC: configPath(declared),
      PGHOST: endpointValue(endpoint, "host"),
      PGPORT: endpointValue(endpoint, "port"),
      PGUSER: SUPERUSER,
      PGSSLMODE: "verify-full",
      PGSSLCERT: identityFile("cert"),
      PGSSLKEY: identityFile("key"),
      PGSSLROOTCERT: identityFile("ca"),
    },
    material: [
      { kind: "identity", forms: ["cert", "key", "ca"] },
      ...passwordRoles(catalog).flatMap(({ password }) =>
        password === undefined ? [] : [{ kind: "secret" as const, secret: password }],
      ),
    ],
    mounts: [
      ...files.map((config): Mount => ({ kind: "config", config, path: `${CONFIG_PATH}/${config.name}` })),
      scratch("/tmp", Size.mebibytes(16)),
    ],
    probes: {},
    resources: {
      cpu: { request: Cpu.millicores(50), limit: Cpu.millicores(500) },
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
      pids: 64,
    },
    user: POSTGRES_USER,
    readOnlyRoot: true,
  };
}
