import { z } from "zod";

// Lower case alone, so that no name needs quoting to mean itself, and none can be mistaken for a keyword or a pattern of
// pg_hba.conf (`+group`, `@file`, `/regex`). 63 bytes is what PostgreSQL keeps of a name.
const NAME = /^[a-z_][a-z0-9_-]{0,62}$/;
const EXTENSION = /^[a-z][a-z0-9_-]{0,62}$/;

/** Words that mean something else than a name in pg_hba.conf or in SQL, and the superuser. */
const NO_ROLE = new Set([
  ...["all", "none", "public", "user", "current_user", "current_role", "session_user"],
  ...["sameuser", "samerole", "samegroup", "replication", "postgres"],
]);
const NO_DATABASE = new Set([
  ...["all", "sameuser", "samerole", "samegroup", "replication"],
  ...["postgres", "template0", "template1"],
]);
const NO_SCHEMA = new Set(["ashlar", "information_schema"]);

/** Predefined roles that let their members act as the superuser, through the server's files and programs. */
const ESCAPES = new Set(["pg_execute_server_program", "pg_read_server_files", "pg_write_server_files"]);

function identifier(pattern: RegExp, what: string, refuse: (name: string) => boolean) {
  return z
    .string()
    .regex(pattern, { message: `not a ${what}, which has a-z, 0-9, _ and -, 63 of them at most` })
    .refine((name) => !refuse(name), {
      message: `${what} is reserved`,
      params: { allowed: "a name that PostgreSQL and this component give no meaning of their own" },
    });
}

/** The name of a role that a platform may declare. */
export const roleName = () => identifier(NAME, "role name", (name) => NO_ROLE.has(name) || name.startsWith("pg_"));

/** A role that others may be members of: a declared one, or one that PostgreSQL brings. */
export const groupName = () => identifier(NAME, "role name", (name) => NO_ROLE.has(name) || ESCAPES.has(name));

/** The name of a database that a platform may declare. */
export const databaseName = () => identifier(NAME, "database name", (name) => NO_DATABASE.has(name));

/** The name of a schema that a platform may declare or grant on. */
export const schemaName = () =>
  identifier(NAME, "schema name", (name) => NO_SCHEMA.has(name) || name.startsWith("pg_"));

/** The name of an extension. */
export const extensionName = () => identifier(EXTENSION, "extension name", () => false);

/** Schema of a record whose keys are names. zod's own check of keys would not say what is wrong with one. */
export const named = <Value extends z.ZodType>(name: z.ZodType<string>, value: Value) =>
  z.record(z.string(), value).superRefine((record, context) => {
    for (const key of Object.keys(record)) {
      for (const { message } of name.safeParse(key).error?.issues ?? []) {
        context.addIssue({ code: "custom", path: [key], message: `${message}: ${JSON.stringify(key)}` });
      }
    }
  });
