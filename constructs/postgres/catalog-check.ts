import type { Diagnostics } from "../model/diagnostics";
import type { Catalog } from "./catalog";
import { POSTGRES_CODES } from "./codes";

/** What can only be judged when everything is declared: names that nobody declared. */
export function checkCatalog(path: string, catalog: Catalog, problems: Diagnostics): void {
  const roles = new Set(catalog.roles.map((role) => role.name));
  const databases = new Set(catalog.databases.map((database) => database.name));
  const unknown = (what: string, where: string, name: string, known: ReadonlySet<string>): void => {
    problems.add(what === "database" ? POSTGRES_CODES.unknownDatabase : "ASH-INPUT-002", {
      path: `${path}:${where}`,
      message: `names a ${what} that nobody declares`,
      value: name,
      allowed: [...known].sort().join(" | "),
      cure: `declare the ${what}, or correct its name`,
    });
  };
  for (const role of catalog.roles) {
    for (const group of role.memberOf) {
      if (!group.startsWith("pg_") && !roles.has(group)) unknown("role", `roles.${role.name}.memberOf`, group, roles);
    }
    for (const name of role.databases) {
      if (!databases.has(name)) unknown("database", `roles.${role.name}.databases`, name, databases);
    }
  }
  for (const database of catalog.databases) {
    const where = `databases.${database.name}`;
    const schemas = new Set([...database.schemas.keys(), "public"]);
    for (const grant of database.grants) {
      const named = [grant.to, ...("createdBy" in grant ? (grant.createdBy ?? []) : [])];
      for (const name of named) if (!roles.has(name)) unknown("role", `${where}.grants`, name, roles);
      if ("schema" in grant && !schemas.has(grant.schema)) unknown("schema", `${where}.grants`, grant.schema, schemas);
    }
    for (const [name, { schema }] of database.extensions) {
      if (schema !== undefined && !schemas.has(schema))
        unknown("schema", `${where}.extensions.${name}`, schema, schemas);
    }
  }
}
