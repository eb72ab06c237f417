import { programFile } from "../model/asset";
import { configFile } from "../model/config-file";
import type { Container, Mount } from "../model/container";
import { concat, configPath, identityFile } from "../model/expression";
import type { Peer } from "../model/peer";
import type { Probe, Probes } from "../model/probe";
import { Duration, Size } from "../model/units";
import type { Workload } from "../model/workload";
import { hostRows, identityRows, type AccessRule } from "./access";
import { POSTGRES_USER, SOCKET_PATH, SUPERUSER } from "./images";
import { sharedMemoryFor } from "./memory";
import type { PostgresSpec } from "./schema";
import { connectionsOf, serverSettings } from "./server-settings";
import { programPath, VERSIONS } from "./versions";

/** Folder of the configuration and of our programs. */
export const CONFIG_PATH = "/etc/ashlar";

/** Processes beside the sessions: the server's own, parallel workers, health checks, a person's shell. */
const OTHER_PROCESSES = 100;

const SERVER_FORMS = ["cert", "key", "ca"] as const;

/** The server: one replica with a disk. */
export function serverWorkload(peer: Peer, spec: PostgresSpec, rules: readonly AccessRule[]): Workload {
  return {
    kind: "workload",
    peer,
    run: { kind: "stateful", replicas: 1 },
    init: [],
    container: serverContainer(spec, rules),
    sidecars: [],
    // A fast shutdown ends with a checkpoint that writes all of shared_buffers.
    gracePeriod: Duration.minutes(2),
    // start.sh looks at the files.
    reload: { kind: "watch" },
  };
}

function serverContainer(spec: PostgresSpec, rules: readonly AccessRule[]): Container {
  const version = VERSIONS[spec.version];
  const { cpu, memory } = spec.resources;
  const start = programFile(__dirname, "start.sh");
  const settings = configFile("postgresql.conf", { format: "postgresql", settings: serverSettings(spec) });
  const hosts = configFile("pg_hba.conf", { format: "postgresql-table", rows: hostRows(rules) });
  const identities = configFile("pg_ident.conf", { format: "postgresql-table", rows: identityRows(rules) });
  const files = SERVER_FORMS.map((form) => identityFile(form));
  return {
    name: "postgres",
    image: spec.image ?? version.image,
    command: ["/bin/bash", configPath(start)],
    args: [
      ...["-c", concat("config_file=", configPath(settings))],
      ...["-c", concat("hba_file=", configPath(hosts))],
      ...["-c", concat("ident_file=", configPath(identities))],
    ],
    env: {
      PATH: programPath(spec.version),
      PGDATA: version.dataPath,
      ASHLAR_VOLUME: version.volumePath,
      ASHLAR_INITDB: version.locale.join(" "),
      ASHLAR_CERTIFICATES: concat(...files.flatMap((file, index) => (index === 0 ? [file] : [" ", file]))),
    },
    material: [{ kind: "identity", forms: SERVER_FORMS }],
    mounts: [
      { kind: "volume", volume: dataVolume(spec), path: version.volumePath },
      ...[start, settings, hosts, identities].map((config): Mount => ({
        kind: "config",
        config,
        path: `${CONFIG_PATH}/${config.name}`,
      })),
      scratch(SOCKET_PATH, Size.mebibytes(1)),
      scratch("/tmp", Size.mebibytes(16)),
      // Container runtimes give 64 MiB, whatever the memory limit is.
      scratch("/dev/shm", sharedMemoryFor(memory.limit)),
    ],
    probes: PROBES,
    resources: { cpu, memory, pids: connectionsOf(spec) + OTHER_PROCESSES },
    user: POSTGRES_USER,
    readOnlyRoot: true,
  };
}

function dataVolume(spec: PostgresSpec) {
  const { storage, storageClass } = spec;
  const common = { kind: "volume", id: "data", size: storage, backup: true } as const;
  return storageClass === undefined ? common : { ...common, storageClass };
}

/** A writable place in memory: the container's root is read-only. */
export function scratch(path: string, size: Size): Mount {
  return { kind: "scratch", path, size, seed: "empty", medium: "memory" };
}

const IS_READY = ["pg_isready", "--quiet", `--host=${SOCKET_PATH}`, `--username=${SUPERUSER}`];

const READY: Probe = {
  forms: { exec: IS_READY },
  every: Duration.seconds(5),
  timeout: Duration.seconds(3),
  failures: 6,
};

const PROBES: Probes = {
  // A server that was killed replays its write-ahead log first; to kill it again would only make it begin anew.
  started: { ...READY, failures: 720 },
  ready: READY,
  // A server that answers "not now" (recovery, too many sessions, shutdown) is alive: only silence (2) is not.
  live: {
    forms: { exec: ["/bin/sh", "-c", `${IS_READY.join(" ")}; test $? -le 1`] },
    every: Duration.seconds(20),
    timeout: Duration.seconds(10),
    failures: 6,
  },
};
