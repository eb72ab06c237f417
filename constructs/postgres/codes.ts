import { defineCodes } from "../model/codes";

/** What can be wrong with a PostgreSQL server's declaration. */
export const POSTGRES_CODES = defineCodes({
  roleConflict: {
    code: "ASH-PG-001",
    title: "role is declared differently by two components",
    cure: "declare it once, or the same way in each place",
    why: "a role belongs to the whole server, and several components may ask for it; they ask for two values of one attribute, and whichever job ran last would win",
    example: 'db.role("report", { inherit: true }) in one component, db.role("report", { inherit: false }) in another',
  },
  unknownDatabase: {
    code: "ASH-PG-002",
    title: "unknown database",
    cure: "name a declared database",
    why: "a reference, a grant or an extension names a database that the server does not declare, so that nothing would make it and its client would wait for ever",
    example: 'new Postgres(platform, "db", { databases: { app: {} } }).database("ap")',
  },
  ownedSetting: {
    code: "ASH-PG-003",
    title: "setting is owned by the component",
    cure: "use the component's own prop instead of a raw setting",
    why: "the component derives this setting from something else that is declared, such as memory, certificates or connections; set by hand, the server and what was built around it would disagree",
    example: 'settings: { ssl: "off" }',
  },
  memoryTooSmall: {
    code: "ASH-PG-004",
    title: "memory is too small for PostgreSQL",
    cure: "give the server at least 256Mi",
    why: "the server's caches and the memory of its sessions follow from the container's limit; below the least of it the kernel ends the server in the middle of a query",
    example: 'resources: { memory: { limit: "128Mi" } }',
  },
  unknownLogin: {
    code: "ASH-PG-005",
    title: "a foreign database's login is not given",
    cure: "add the role and the secret that holds its password to the database's logins",
    why: "a component connects to a database of somebody else's server as a role; nobody here can make that role, so its password has to be given, and none is",
    example:
      'new ExternalDatabase(platform, "crm", { server, name: "crm", owner: "crm", logins: {} }), which a component connects to',
  },
  foreignNeed: {
    code: "ASH-PG-006",
    title: "a foreign database needs something that nobody here provisions",
    severity: "info",
    cure: "have the server's administrator make it",
    why: "a component needs a role, a schema, a grant or an extension; on a server of the platform a job would make it, on a foreign one only its administrator can",
    example: 'new PostgREST(platform, "rest", { database: crm }), where crm is an ExternalDatabase',
  },
});
