import type { DatabaseProps } from "./database-spec";
import type { RequestAndLimit } from "./resources";
import type { RoleProps } from "./role";
import type { PostgresVersion } from "./versions";

/** Classes of statements that pgAudit knows. One with a minus is taken out of the others. */
export type AuditClass =
  | ("read" | "write" | "function" | "role" | "ddl" | "misc" | "misc_set" | "all")
  | ("-read" | "-write" | "-function" | "-role" | "-ddl" | "-misc" | "-misc_set");

/** What pgAudit writes to the server's log. */
export interface AuditProps {
  /**
   * Classes of statements that are logged, by everybody and in every database.
   *
   * @default ["ddl", "role", "write"]: changes, but not reads
   */
  readonly log?: readonly AuditClass[];
  /**
   * Whether statements on the system catalog alone are logged.
   *
   * @default false: tools that look around make no noise
   */
  readonly catalog?: boolean;
  /**
   * Whether the values of parameters are logged. They may be personal data, or secrets.
   *
   * @default false: statements without their values
   */
  readonly parameters?: boolean;
  /**
   * Whether each table of a statement gets an entry of its own.
   *
   * @default false: one entry a statement
   */
  readonly relations?: boolean;
}

/** What the server's container may take. */
export interface PostgresResourcesProps {
  /**
   * Processor time: `"500m"`, `2`.
   *
   * @default 250m reserved, at most 1
   */
  readonly cpu?: Partial<RequestAndLimit<string | number>>;
  /**
   * Memory: `"1Gi"`. The server's caches and the number of sessions follow from the limit; at least `256Mi`.
   *
   * @default 1Gi reserved, at most 1Gi
   */
  readonly memory?: Partial<RequestAndLimit<string>>;
}

/** Input of a {@link Postgres}. */
export interface PostgresProps {
  /**
   * Major version. A new one does not read the old one's data folder: the server refuses to start and says what to do
   * (dump and restore, or `pg_upgrade`); nothing is changed or lost.
   *
   * @default 17
   */
  readonly version?: PostgresVersion;
  /**
   * Size of the data volume, for example `"20Gi"`, at least `"512Mi"`. On Kubernetes a new size is refused for a server that is there; the
   * volume grows by hand, where its storage class allows it, and never shrinks (docs/guides/postgres.md). On Compose
   * nothing enforces the size. The write-ahead log takes an eighth of it at most, 4Gi at most.
   */
  readonly storage: string;
  /**
   * Storage class of the volume, on Kubernetes.
   *
   * **Caution:** a volume cannot change its class: changing this replaces the volume, and its data is destroyed.
   *
   * @default the class of the platform's cluster facts, else the cluster's own default
   */
  readonly storageClass?: string;
  /**
   * Another image with PostgreSQL's Debian packages and bash, for example one with more extensions. It runs as user 26:
   * `registry/repository:tag`.
   *
   * @default CloudNativePG's standard image of the version, which has pgAudit and pgvector
   */
  readonly image?: string;
  /**
   * What the server's container may take.
   *
   * @default 250m of processor time reserved and at most 1, 1Gi of memory
   */
  readonly resources?: PostgresResourcesProps;
  /**
   * Sessions at a time. Each takes about 10 MiB; many more than that are better served by a pooler.
   *
   * @default one for each 10 MiB of the memory limit, from 25 to 200
   */
  readonly maxConnections?: number;
  /**
   * Databases, by name. One that is taken out is kept, and closed.
   *
   * @default none; components may add some
   */
  readonly databases?: Readonly<Record<string, DatabaseProps>>;
  /**
   * Roles, by name. One that is taken out loses its rights, its password and its login, and is dropped if it owns
   * nothing. Roles that people made by hand are never touched.
   *
   * @default none; owners of databases and roles of connections are made without being named here
   */
  readonly roles?: Readonly<Record<string, RoleProps>>;
  /**
   * Audit log by pgAudit.
   *
   * @default false: none
   */
  readonly audit?: false | AuditProps;
  /**
   * Whether statements are counted and timed by pg_stat_statements, in the database `postgres`.
   *
   * @default true
   */
  readonly statements?: boolean;
  /**
   * More of postgresql.conf, by name, for example `{ log_min_duration_statement: "1s" }`. Settings that the component
   * answers for are refused (ASH-PG-003), unknown ones too, and amounts that the memory or the disk does not hold
   * (ASH-UNIT-005).
   *
   * @default none: what the component derives from the size
   */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
}
