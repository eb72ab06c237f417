import type { ConfigValue } from "../model/config-file";
import { secretFile } from "../model/expression";
import { digest } from "../model/names";
import { databasesOf } from "./access";
import type { Catalog, DatabaseEntry } from "./catalog";
import type { Grant } from "./grant";
import type { Role } from "./role";
import type { PostgresSpec } from "./schema";

/** The database that every server has; what concerns the whole server is kept there. */
const MAINTENANCE = "postgres";

/** One right, as the ledger of the provisioning knows it. */
export interface GrantRow {
  readonly kind: string;
  readonly schema?: string;
  readonly creator?: string;
  readonly to: string;
  readonly privilege: string;
}

/** What the provisioning job is told, as JSON. It names files of passwords and holds none. */
export function provisionSpec(catalog: Catalog, spec: PostgresSpec): ConfigValue {
  const { roles } = catalog;
  return {
    roles: roles.map(({ name, login, inherit, bypassRls, createRole, createDatabase, ...role }) => {
      const { replication, connectionLimit, settings } = role;
      const attributes = { login, inherit, bypassRls, createRole, createDatabase, replication, connectionLimit };
      return { name, ...attributes, settings };
    }),
    memberships: roles.flatMap(({ name, memberOf, inherit }) =>
      memberOf.map((role) => ({ role, member: name, inherit })),
    ),
    databases: [maintenance(spec), ...catalog.databases.map((entry) => databaseSpec(catalog, entry, spec))],
    passwords: roles.flatMap(({ name, password }) =>
      password === undefined ? [] : [{ role: name, file: secretFile(password) }],
    ),
  };
}

/** Extensions that the component's own props switch on in a database, and off again. */
function switched(spec: PostgresSpec, database: string): ConfigValue {
  return [
    // Its triggers name the objects that a statement changes.
    ...(spec.audit === false ? [] : [{ name: "pgaudit", schema: "ashlar" }]),
    ...(spec.statements && database === MAINTENANCE ? [{ name: "pg_stat_statements", schema: "public" }] : []),
  ];
}

function maintenance(spec: PostgresSpec): ConfigValue {
  const nothing = { schemas: [], extensions: [], grants: [], notifications: [] };
  return {
    name: MAINTENANCE,
    owner: "postgres",
    connectionLimit: -1,
    switched: switched(spec, MAINTENANCE),
    ...nothing,
  };
}

function databaseSpec(catalog: Catalog, entry: DatabaseEntry, spec: PostgresSpec): ConfigValue {
  const connecting = catalog.roles
    .filter((role) => role.login && databasesOf(catalog, role.name).includes(entry.name))
    .map((role): Grant => ({ on: "database", to: role.name, privileges: ["connect"] }));
  return {
    name: entry.name,
    owner: entry.owner,
    connectionLimit: entry.connectionLimit,
    switched: switched(spec, entry.name),
    schemas: sorted(entry.schemas, (name, { owner }) =>
      // `public` belongs to whoever owns the database, unless somebody says otherwise.
      ({ name, owner: owner ?? (name === "public" ? null : entry.owner) }),
    ),
    extensions: sorted(entry.extensions, (name, { schema }) => ({ name, schema: schema ?? null })),
    grants: grantRows([...connecting, ...entry.grants], entry).map((row) => ({ ...row })),
    notifications: entry.notifications
      .map(({ channel, payload }) => ({ id: digest(JSON.stringify([channel, payload]), 12), channel, payload }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .filter((item, index, all) => item.id !== all[index - 1]?.id),
  };
}

/** Each right on its own, once, in a stable order. */
export function grantRows(
  grants: readonly Grant[],
  entry: Pick<DatabaseEntry, "owner" | "schemas">,
): readonly GrantRow[] {
  const rows = grants.flatMap((grant) => grant.privileges.flatMap((privilege) => rowsOf(grant, privilege, entry)));
  const unique = new Map(rows.map((row) => [JSON.stringify(row), row]));
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function rowsOf(grant: Grant, privilege: string, entry: Pick<DatabaseEntry, "owner" | "schemas">): readonly GrantRow[] {
  const { to } = grant;
  switch (grant.on) {
    case "database":
      return [{ kind: "database", to, privilege }];
    case "schema":
      return [{ kind: "schema", schema: grant.schema, to, privilege }];
    case "tables":
    case "sequences":
    case "functions": {
      const { on, schema } = grant;
      const creators = grant.createdBy ?? [...new Set([entry.schemas.get(schema)?.owner ?? entry.owner, entry.owner])];
      return [
        { kind: `existing ${on}`, schema, to, privilege },
        ...creators.map((creator) => ({ kind: `future ${on}`, schema, creator, to, privilege })),
      ];
    }
    default:
      return grant satisfies never;
  }
}

function sorted<Value, Out>(
  map: ReadonlyMap<string, Value>,
  make: (name: string, value: Value) => Out,
): readonly Out[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => make(name, value));
}

/** The roles whose passwords the job reads. */
export function passwordRoles(catalog: Catalog): readonly Role[] {
  return catalog.roles.filter((role) => role.password !== undefined);
}
