import { z } from "zod";
import { extensionPropsSchema, schemaPropsSchema, type ExtensionProps, type SchemaProps } from "./database";
import { grantSchema, type Grant } from "./grant";
import { extensionName, named, roleName, schemaName } from "./identifier";

/** A database to have. It is never dropped: one that is no longer declared stays, and nobody is let in. */
export interface DatabaseProps {
  /**
   * The role that owns it, and may change everything in it.
   *
   * @default a role of the database's name
   */
  readonly owner?: string;
  /**
   * Sessions at a time.
   *
   * @default -1: as many as the server takes
   */
  readonly connectionLimit?: number;
  /**
   * Schemas beside `public`, by name.
   *
   * @default none: only `public`, in which only the owner may create
   */
  readonly schemas?: Readonly<Record<string, SchemaProps>>;
  /**
   * Extensions, by name. Those of the image: PostgreSQL's own, pgvector (`vector`) and pgAudit.
   *
   * @default none
   */
  readonly extensions?: Readonly<Record<string, ExtensionProps>>;
  /**
   * Rights of roles in it.
   *
   * @default none: only the owner can do anything
   */
  readonly grants?: readonly Grant[];
}

/** Schema of {@link DatabaseProps}, where the defaults live. */
export const databaseSchema = () =>
  z.strictObject({
    owner: roleName().exactOptional().describe("Role that owns it. Default: a role of the database's name."),
    connectionLimit: z.int().min(-1).default(-1).describe("Sessions at a time; -1 for as many as the server takes."),
    schemas: named(schemaName(), schemaPropsSchema()).default({}).describe("Schemas beside `public`."),
    extensions: named(extensionName(), extensionPropsSchema()).default({}).describe("Extensions to have."),
    grants: z.array(grantSchema()).readonly().default([]).describe("Rights of roles in it."),
  });

/** A database with every default filled in. */
export type DatabaseSpec = z.output<ReturnType<typeof databaseSchema>>;
