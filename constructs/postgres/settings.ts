import { z } from "zod";
import type { Code } from "../model/codes";
import { POSTGRES_CODES } from "./codes";

/** Settings that the component answers for, and why, or what a user sets instead. */
const OWNED: Readonly<Record<string, string>> = {
  allow_alter_system: "what is declared is what runs",
  config_file: "the component writes it",
  data_directory: "set version",
  external_pid_file: "the container has one server",
  hba_file: "connections are its rows",
  ident_file: "connections are its rows",
  listen_addresses: "access is closed by pg_hba.conf and by the network",
  port: "each server has an address of its own",
  unix_socket_directories: "the container's own tools expect it there",
  unix_socket_group: "only the superuser may use the socket",
  unix_socket_permissions: "only the superuser may use the socket",
  max_connections: "set maxConnections",
  password_encryption: "passwords are SCRAM-SHA-256",
  ssl: "all connections are TLS",
  ssl_ca_file: "certificates come from the platform's pki",
  ssl_cert_file: "certificates come from the platform's pki",
  ssl_crl_dir: "certificates come from the platform's pki",
  ssl_crl_file: "certificates come from the platform's pki",
  ssl_key_file: "certificates come from the platform's pki",
  ssl_max_protocol_version: "it is TLS 1.3",
  ssl_min_protocol_version: "it is TLS 1.3",
  ssl_passphrase_command: "certificates come from the platform's pki",
  ssl_passphrase_command_supports_reload: "certificates come from the platform's pki",
  shared_preload_libraries: "set audit and statements",
  session_preload_libraries: "set audit and statements",
  local_preload_libraries: "set audit and statements",
  log_destination: "the container's log is collected",
  log_directory: "the container's log is collected",
  log_file_mode: "the container's log is collected",
  log_filename: "the container's log is collected",
  logging_collector: "the container's log is collected",
};

const PREFIXES: readonly (readonly [string, string])[] = [["pgaudit.", "set audit"]];

/** Settings that a user may set, by what they are for. Those that lose data, run programs or open files are not here. */
const ALLOWED: ReadonlySet<string> = new Set(
  `
  shared_buffers effective_cache_size work_mem maintenance_work_mem autovacuum_work_mem temp_buffers temp_file_limit
  hash_mem_multiplier logical_decoding_work_mem max_stack_depth huge_pages min_dynamic_shared_memory
  vacuum_buffer_usage_limit

  autovacuum autovacuum_analyze_scale_factor autovacuum_analyze_threshold autovacuum_freeze_max_age
  autovacuum_max_workers autovacuum_multixact_freeze_max_age autovacuum_naptime autovacuum_vacuum_cost_delay
  autovacuum_vacuum_cost_limit autovacuum_vacuum_insert_scale_factor autovacuum_vacuum_insert_threshold
  autovacuum_vacuum_scale_factor autovacuum_vacuum_threshold vacuum_cost_delay vacuum_cost_limit vacuum_cost_page_dirty
  vacuum_cost_page_hit vacuum_cost_page_miss vacuum_failsafe_age vacuum_freeze_min_age vacuum_freeze_table_age
  vacuum_multixact_failsafe_age vacuum_multixact_freeze_min_age vacuum_multixact_freeze_table_age

  wal_level wal_compression wal_buffers wal_writer_delay wal_writer_flush_after wal_keep_size wal_sender_timeout
  wal_receiver_timeout wal_skip_threshold max_wal_size min_wal_size max_wal_senders max_replication_slots
  max_slot_wal_keep_size max_logical_replication_workers max_sync_workers_per_subscription
  max_parallel_apply_workers_per_subscription checkpoint_completion_target checkpoint_flush_after checkpoint_timeout
  checkpoint_warning commit_delay commit_siblings synchronous_commit track_commit_timestamp bgwriter_delay
  bgwriter_flush_after bgwriter_lru_maxpages bgwriter_lru_multiplier backend_flush_after

  effective_io_concurrency maintenance_io_concurrency random_page_cost seq_page_cost cpu_index_tuple_cost
  cpu_operator_cost cpu_tuple_cost cursor_tuple_fraction default_statistics_target constraint_exclusion
  from_collapse_limit join_collapse_limit plan_cache_mode recursive_worktable_factor geqo geqo_effort geqo_generations
  geqo_pool_size geqo_seed geqo_selection_bias geqo_threshold jit jit_above_cost jit_inline_above_cost
  jit_optimize_above_cost parallel_leader_participation parallel_setup_cost parallel_tuple_cost
  min_parallel_index_scan_size min_parallel_table_scan_size max_worker_processes max_parallel_workers
  max_parallel_workers_per_gather max_parallel_maintenance_workers enable_async_append enable_bitmapscan
  enable_gathermerge enable_hashagg enable_hashjoin enable_incremental_sort enable_indexonlyscan enable_indexscan
  enable_material enable_memoize enable_mergejoin enable_nestloop enable_parallel_append enable_parallel_hash
  enable_partition_pruning enable_partitionwise_aggregate enable_partitionwise_join enable_presorted_aggregate
  enable_seqscan enable_sort enable_tidscan gin_fuzzy_search_limit gin_pending_list_limit

  authentication_timeout client_connection_check_interval deadlock_timeout idle_in_transaction_session_timeout
  idle_session_timeout lock_timeout statement_timeout tcp_keepalives_count tcp_keepalives_idle tcp_keepalives_interval
  tcp_user_timeout max_files_per_process max_locks_per_transaction max_pred_locks_per_page
  max_pred_locks_per_relation max_pred_locks_per_transaction max_prepared_transactions reserved_connections
  superuser_reserved_connections scram_iterations

  log_autovacuum_min_duration log_checkpoints log_connections log_disconnections log_duration log_error_verbosity
  log_line_prefix log_lock_waits log_min_duration_sample log_min_duration_statement log_min_error_statement
  log_min_messages log_parameter_max_length log_parameter_max_length_on_error log_recovery_conflict_waits
  log_replication_commands log_startup_progress_interval log_statement log_statement_sample_rate log_temp_files
  log_timezone log_transaction_sample_rate cluster_name

  compute_query_id track_activity_query_size track_functions track_io_timing track_wal_io_timing
  pg_stat_statements.max pg_stat_statements.track pg_stat_statements.track_planning pg_stat_statements.track_utility
  pg_stat_statements.save

  datestyle intervalstyle timezone bytea_output client_encoding client_min_messages createrole_self_grant
  default_text_search_config default_toast_compression default_transaction_deferrable default_transaction_isolation
  default_transaction_read_only extra_float_digits lc_messages lc_monetary lc_numeric lc_time row_security search_path
  timezone_abbreviations xmlbinary xmloption
  `
    .split(/\s+/)
    .filter((name) => name !== ""),
);

/** Settings that came with a version after the first that is supported, and the version. */
export const SETTING_SINCE: Readonly<Record<string, number>> = {
  enable_group_by_reordering: 17,
  event_triggers: 17,
  io_combine_limit: 17,
  max_notify_queue_pages: 17,
  summarize_wal: 17,
  transaction_timeout: 17,
  wal_summary_keep_time: 17,
  autovacuum_vacuum_max_threshold: 18,
  autovacuum_worker_slots: 18,
  enable_distinct_reordering: 18,
  enable_self_join_elimination: 18,
  idle_replication_slot_timeout: 18,
  io_max_concurrency: 18,
  io_method: 18,
  io_workers: 18,
  log_lock_failures: 18,
  track_cost_delay_timing: 18,
  vacuum_max_eager_freeze_failure_rate: 18,
  vacuum_truncate: 18,
};

/** A setting that a user may not set, and why. */
export interface RefusedSetting {
  readonly code: Code;
  readonly message: string;
}

/** Names of the settings that a user may set on a version. */
export function settingNames(version: number): readonly string[] {
  const later = Object.entries(SETTING_SINCE).flatMap(([name, since]) => (since <= version ? [name] : []));
  return [...ALLOWED, ...later].sort();
}

/** Names of the settings that only the component sets. */
export function ownedSettingNames(): readonly string[] {
  return Object.keys(OWNED);
}

/** Why a setting is refused on every version; undefined when there is one on which it may be set. */
export function refuseSetting(name: string): RefusedSetting | undefined {
  const why = OWNED[name] ?? PREFIXES.find(([prefix]) => name.startsWith(prefix))?.[1];
  if (why !== undefined)
    return { code: POSTGRES_CODES.ownedSetting, message: `${name} is owned by the component: ${why}` };
  if (ALLOWED.has(name) || name in SETTING_SINCE) return undefined;
  return { code: "ASH-INPUT-001", message: `unknown or refused setting ${JSON.stringify(name)}` };
}

/** Schema of raw settings: names as in postgresql.conf, values in its units. */
export const settingsSchema = () =>
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).superRefine((settings, context) => {
    for (const name of Object.keys(settings)) {
      const refused = refuseSetting(name);
      if (refused === undefined) continue;
      const { code, message } = refused;
      context.addIssue({ code: "custom", path: [name], params: { code }, message });
    }
  });
