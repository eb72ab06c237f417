import type { Connection } from "../model/connection";
import type { Diagnostics } from "../model/diagnostics";
import type { Catalog } from "./catalog";
import type { DatabaseAccess } from "./database";
import { SUPERUSER } from "./images";

/** Who may log in to one database as one role, and how. */
export interface AccessRule {
  /** A name, or `all`. */
  readonly database: string;
  readonly role: string;
  /** Common names of the certificates that are let in; a password is asked for when there are none. */
  readonly commonNames: readonly string[];
}

/** The databases that a role may connect to. */
export function databasesOf(catalog: Catalog, role: string): readonly string[] {
  const declared = catalog.roles.find((item) => item.name === role)?.databases ?? [];
  const open = catalog.databases.filter((database) => database.openTo.has(role)).map((database) => database.name);
  return [...new Set([...declared, ...open])].sort();
}

/** What the graph and the declared passwords let in, sorted. Nothing else gets in. */
export function accessRules(catalog: Catalog, incoming: readonly Connection<DatabaseAccess>[]): readonly AccessRule[] {
  const rules = new Map<string, { database: string; role: string; commonNames: Set<string> }>();
  const rule = (database: string, role: string) => {
    const key = `${database}/${role}`;
    const found = rules.get(key) ?? { database, role, commonNames: new Set<string>() };
    rules.set(key, found);
    return found;
  };
  for (const { access, caller } of incoming) {
    if (access.login === "password") continue;
    rule(access.database, access.role).commonNames.add(caller.identity.commonName);
  }
  for (const role of catalog.roles) {
    if (role.password === undefined) continue;
    for (const database of databasesOf(catalog, role.name)) rule(database, role.name);
  }
  return [...rules.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { database, role, commonNames }]) => ({ database, role, commonNames: [...commonNames].sort() }));
}

/** A row of pg_hba.conf asks for a certificate or for a password: a role that has both cannot be written down. */
export function checkAccess(
  path: string,
  catalog: Catalog,
  incoming: readonly Connection<DatabaseAccess>[],
  problems: Diagnostics,
): void {
  for (const { access, caller } of incoming) {
    if (access.login !== "certificate") continue;
    const role = catalog.roles.find((item) => item.name === access.role);
    if (role?.password === undefined) continue;
    problems.add("ASH-GRAPH-009", {
      path,
      message: `role ${access.role} has a password, and ${caller.node.path} uses it on ${access.database} by certificate`,
      value: access.role,
      allowed: "a role that logs in one way",
      cure: "declare a second role with the same groups for one of the two",
    });
  }
}

/** The rows of pg_hba.conf. The first that fits a connection decides, and the last ones fit all. */
export function hostRows(rules: readonly AccessRule[]): readonly (readonly string[])[] {
  return [
    // People who run psql inside the container, and health checks.
    ["local", "all", SUPERUSER, "peer"],
    ...rules.map(({ database, role, commonNames }) =>
      commonNames.length > 0
        ? ["hostssl", database, role, "all", "cert", `map=${mapName({ database, role })}`]
        : ["hostssl", database, role, "all", "scram-sha-256"],
    ),
    ["local", "all", "all", "reject"],
    ["host", "all", "all", "all", "reject"],
    // `all` does not mean these.
    ["local", "replication", "all", "reject"],
    ["host", "replication", "all", "all", "reject"],
  ];
}

/** The rows of pg_ident.conf: which certificates are which role. */
export function identityRows(rules: readonly AccessRule[]): readonly (readonly string[])[] {
  return rules.flatMap((rule) => rule.commonNames.map((name) => [mapName(rule), name, rule.role]));
}

/**
 * Each database and role has a map of its own: a caller of one database must not get into another one because somebody
 * else uses the same role there.
 */
function mapName({ database, role }: Pick<AccessRule, "database" | "role">): string {
  return `${database}/${role}`;
}
