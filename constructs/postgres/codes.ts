import { defineCodes } from "../model/codes";

/** What can be wrong with a PostgreSQL server's declaration. */
export const POSTGRES_CODES = defineCodes({
  roleConflict: {
    code: "ASH-PG-001",
    title: "role is declared differently by two components",
    cure: "declare it once, or the same way in each place",
  },
  unknownDatabase: { code: "ASH-PG-002", title: "unknown database", cure: "name a declared database" },
  ownedSetting: {
    code: "ASH-PG-003",
    title: "setting is owned by the component",
    cure: "use the component's own prop instead of a raw setting",
  },
  memoryTooSmall: {
    code: "ASH-PG-004",
    title: "memory is too small for PostgreSQL",
    cure: "give the server at least 256Mi",
  },
  unknownLogin: {
    code: "ASH-PG-005",
    title: "a foreign database's login is not given",
    cure: "add the role and the secret that holds its password to the database's logins",
  },
  foreignNeed: {
    code: "ASH-PG-006",
    title: "a foreign database needs something that nobody here provisions",
    severity: "info",
    cure: "have the server's administrator make it",
  },
});
