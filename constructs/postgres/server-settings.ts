import type { ConfigScalar } from "../model/config-file";
import { identityFile } from "../model/expression";
import { SOCKET_PATH } from "./images";
import { connectionsFor, memorySettings } from "./memory";
import type { PostgresSpec } from "./schema";
import { VERSIONS } from "./versions";

/** Port of every server: each has an address of its own. */
export const POSTGRES_PORT = 5432;

/** Sessions that a server takes. */
export function connectionsOf(spec: PostgresSpec): number {
  return spec.maxConnections ?? connectionsFor(spec.resources.memory.limit);
}

/** postgresql.conf: what follows from the size, then what the user set, then what nobody may change. */
export function serverSettings(spec: PostgresSpec): Readonly<Record<string, ConfigScalar>> {
  const { resources, storage, version } = spec;
  const size = { memory: resources.memory.limit, millicores: resources.cpu.limit.millicores, storage };
  return {
    ...DEFAULTS,
    ...(spec.audit === false ? {} : { log_connections: "on", log_disconnections: "on" }),
    ...memorySettings({ ...size, connections: connectionsOf(spec) }),
    ...spec.settings,
    ...SECURITY,
    ...VERSIONS[version].settings,
    ...auditSettings(spec),
    ...librarySettings(spec),
  };
}

// initdb writes settings that suit its own machine into a file that is not used; these take their place. The volume is
// taken for a solid-state disk. Parameters of statements are not logged with an error: they may be secrets.
const DEFAULTS = {
  checkpoint_completion_target: "0.9",
  datestyle: "iso, mdy",
  default_text_search_config: "pg_catalog.english",
  dynamic_shared_memory_type: "posix",
  effective_io_concurrency: "200",
  lc_messages: "C",
  log_checkpoints: "on",
  log_line_prefix: "%m [%p] %quser=%u database=%d client=%h application=%a ",
  log_lock_waits: "on",
  log_parameter_max_length_on_error: "0",
  log_temp_files: "10MB",
  log_timezone: "Etc/UTC",
  random_page_cost: "1.1",
  timezone: "Etc/UTC",
  track_io_timing: "on",
  wal_compression: "on",
} as const;

const SECURITY = {
  listen_addresses: "*",
  port: POSTGRES_PORT,
  unix_socket_directories: SOCKET_PATH,
  password_encryption: "scram-sha-256",
  ssl: "on",
  ssl_cert_file: identityFile("cert"),
  ssl_key_file: identityFile("key"),
  // With it the server asks each client for a certificate, and pg_hba.conf says who must have one.
  ssl_ca_file: identityFile("ca"),
  ssl_min_protocol_version: "TLSv1.3",
  log_destination: "stderr",
  logging_collector: "off",
} as const;

const onOff = (value: boolean): string => (value ? "on" : "off");

/** What pgAudit logs. */
export function auditSettings({ audit }: Pick<PostgresSpec, "audit">): Readonly<Record<string, ConfigScalar>> {
  if (audit === false) return {};
  return {
    "pgaudit.log": audit.log.join(", "),
    "pgaudit.log_catalog": onOff(audit.catalog),
    "pgaudit.log_parameter": onOff(audit.parameters),
    "pgaudit.log_relation": onOff(audit.relations),
  };
}

/** Libraries that are loaded at the start. */
export function librarySettings(
  spec: Pick<PostgresSpec, "audit" | "statements">,
): Readonly<Record<string, ConfigScalar>> {
  const libraries = [...(spec.audit === false ? [] : ["pgaudit"]), ...(spec.statements ? ["pg_stat_statements"] : [])];
  return { shared_preload_libraries: libraries.join(", ") };
}
