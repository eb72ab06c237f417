import { z } from "zod";
import { secretRef, type Secret } from "../model/secret";
import { databaseName, groupName } from "./identifier";

const SETTING = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/;
const settingValue = () => z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]);

/** A value of a setting; a list for those that take one, such as `search_path`. */
export type RoleSetting = string | number | boolean | readonly string[];

/** What a role may do. Several declarations of one role add up; where two say the same thing differently, ASH-PG-001. */
export interface RoleProps {
  /**
   * Whether it can open sessions. A connection that uses the role implies it, and so does a password.
   *
   * @default false: other roles switch to it, nobody logs in as it
   */
  readonly login?: boolean;
  /**
   * Whether it has the rights of the roles it is a member of without switching to them.
   *
   * @default true; set false for a role that must `SET ROLE` first, as PostgREST's authenticator must
   */
  readonly inherit?: boolean;
  /**
   * Whether row-level security does not apply to it.
   *
   * @default false: every policy applies
   */
  readonly bypassRls?: boolean;
  /**
   * Whether it may create roles.
   *
   * @default false: it may not
   */
  readonly createRole?: boolean;
  /**
   * Whether it may create databases.
   *
   * @default false: it may not
   */
  readonly createDatabase?: boolean;
  /**
   * Whether it may use logical replication. Needs `settings: { wal_level: "logical" }` on the server.
   *
   * @default false: it may not
   */
  readonly replication?: boolean;
  /**
   * Sessions at a time, on all databases together.
   *
   * @default -1: as many as the server takes
   */
  readonly connectionLimit?: number;
  /**
   * Roles whose rights it has: declared ones, or PostgreSQL's own such as `pg_monitor`. Those that lead to the server's
   * files and programs are refused. A membership that is no longer declared is revoked.
   *
   * @default none: its own rights alone
   */
  readonly memberOf?: readonly string[];
  /**
   * Declared databases it may connect to, beside those that it owns, that it was declared through or that a connection
   * names.
   *
   * @default none: only those
   */
  readonly databases?: readonly string[];
  /**
   * Settings of its sessions, for example `{ statement_timeout: "8s" }`. One that is no longer declared is reset.
   *
   * @default none: the server's settings
   */
  readonly settings?: Readonly<Record<string, RoleSetting>>;
  /**
   * A password (SCRAM-SHA-256 over TLS), for clients outside the platform or without certificates: a named exception.
   * The provisioning job sets it, and nobody is logged out. A new value arrives when the job runs again: on Compose with
   * the next `up`; on Kubernetes a finished job is not repeated for it, so delete the job
   * (`kubectl delete job -l app.kubernetes.io/name=db-provision`, for a server `db`) and apply again. It opens the
   * databases that the role may connect to.
   *
   * @default none: the role logs in by certificate or not at all
   */
  readonly password?: Secret;
}

/** Schema of {@link RoleProps}. What is not said stays unsaid, so that declarations of one role can be added up. */
export const roleSchema = () =>
  z.strictObject({
    login: z
      .boolean()
      .exactOptional()
      .describe("Whether it can open sessions. Default: only when a connection needs it."),
    inherit: z
      .boolean()
      .exactOptional()
      .describe("Whether it has its groups' rights without switching. Default: true."),
    bypassRls: z.boolean().exactOptional().describe("Whether row-level security is off for it. Default: false."),
    createRole: z.boolean().exactOptional().describe("Whether it may create roles. Default: false."),
    createDatabase: z.boolean().exactOptional().describe("Whether it may create databases. Default: false."),
    replication: z.boolean().exactOptional().describe("Whether it may use logical replication. Default: false."),
    connectionLimit: z.int().min(-1).exactOptional().describe("Sessions at a time. Default: -1, no limit of its own."),
    memberOf: z.array(groupName()).readonly().exactOptional().describe("Roles whose rights it has. Default: none."),
    databases: z
      .array(databaseName())
      .readonly()
      .exactOptional()
      .describe("Databases it may connect to. Default: none."),
    settings: z.record(z.string().regex(SETTING), settingValue()).exactOptional().describe("Settings of its sessions."),
    password: secretRef().exactOptional().describe("Password of a client without a certificate. Default: none."),
  }) satisfies z.ZodType<RoleProps, RoleProps>;

/** A role with every default filled in. */
export interface Role extends Required<Omit<RoleProps, "password">>, Pick<RoleProps, "password"> {
  readonly name: string;
}

/** Fills in what nobody said. A password is of use to a role that logs in alone, so it implies it. */
export function resolveRole(name: string, declared: RoleProps): Role {
  return {
    name,
    login: declared.password !== undefined,
    inherit: true,
    bypassRls: false,
    createRole: false,
    createDatabase: false,
    replication: false,
    connectionLimit: -1,
    memberOf: [],
    databases: [],
    settings: {},
    ...declared,
  };
}
