import { z } from "zod";
import { roleName, schemaName } from "./identifier";

const DATABASE_PRIVILEGES = ["connect", "create", "temporary"] as const;
const SCHEMA_PRIVILEGES = ["usage", "create"] as const;
const TABLE_PRIVILEGES = ["select", "insert", "update", "delete", "truncate", "references", "trigger"] as const;
const SEQUENCE_PRIVILEGES = ["usage", "select", "update"] as const;
const FUNCTION_PRIVILEGES = ["execute"] as const;

/** A right on the database itself. */
export interface DatabaseGrant {
  readonly on: "database";
  readonly to: string;
  readonly privileges: readonly (typeof DATABASE_PRIVILEGES)[number][];
}

/** A right on a schema; without `usage` nothing in it can be reached. */
export interface SchemaGrant {
  readonly on: "schema";
  readonly schema: string;
  readonly to: string;
  readonly privileges: readonly (typeof SCHEMA_PRIVILEGES)[number][];
}

interface ObjectsGrant<Kind extends string, Privilege extends string> {
  readonly on: Kind;
  readonly schema: string;
  readonly to: string;
  readonly privileges: readonly Privilege[];
  /**
   * Roles whose future objects it covers as well.
   *
   * @default the schema's owner and the database's
   */
  readonly createdBy?: readonly string[];
}

/**
 * A right on all tables and views (`sequences`, `functions`) of a schema: those that are there when it is first declared, and those that
 * the `createdBy` roles create later. A right that somebody takes from a single table by hand stays taken.
 */
export type TablesGrant = ObjectsGrant<"tables", (typeof TABLE_PRIVILEGES)[number]>;
/** As {@link TablesGrant}, for sequences. */
export type SequencesGrant = ObjectsGrant<"sequences", (typeof SEQUENCE_PRIVILEGES)[number]>;
/** As {@link TablesGrant}, for functions and procedures. PostgreSQL lets everybody execute new functions anyway. */
export type FunctionsGrant = ObjectsGrant<"functions", (typeof FUNCTION_PRIVILEGES)[number]>;

/** A right in a database. One that is no longer declared is revoked; what people granted by hand is left alone. */
export type Grant = DatabaseGrant | SchemaGrant | TablesGrant | SequencesGrant | FunctionsGrant;

const objects = <Kind extends string, Privilege extends string>(kind: Kind, privileges: readonly Privilege[]) =>
  z.strictObject({
    on: z.literal(kind),
    schema: schemaName(),
    to: roleName(),
    privileges: z.array(z.enum(privileges)).min(1).readonly(),
    createdBy: z.array(roleName()).readonly().exactOptional(),
  });

/** Schema of {@link Grant}. */
export const grantSchema = () =>
  z.discriminatedUnion("on", [
    z.strictObject({
      on: z.literal("database"),
      to: roleName(),
      privileges: z.array(z.enum(DATABASE_PRIVILEGES)).min(1).readonly(),
    }),
    z.strictObject({
      on: z.literal("schema"),
      schema: schemaName(),
      to: roleName(),
      privileges: z.array(z.enum(SCHEMA_PRIVILEGES)).min(1).readonly(),
    }),
    objects("tables", TABLE_PRIVILEGES),
    objects("sequences", SEQUENCE_PRIVILEGES),
    objects("functions", FUNCTION_PRIVILEGES),
  ]) satisfies z.ZodType<unknown, Grant>;
