import { z } from "zod";
import type { Connection, Wait } from "../model/connection";
import type { Endpoint } from "../model/endpoint";
import { endpointValue } from "../model/expression";
import type { Peer } from "../model/peer";
import type { Secret } from "../model/secret";
import type { Catalog, DatabaseEntry } from "./catalog";
import { certificateConnection, passwordConnection, type DatabaseConnection } from "./database-connection";
import { grantSchema, type Grant } from "./grant";
import { extensionName, schemaName, roleName } from "./identifier";
import type { RoleProps } from "./role";

/** What a PostgreSQL server must know of a caller. */
export interface DatabaseAccess {
  /** `superuser` is the provisioning job's alone: it reaches every database. */
  readonly login: "certificate" | "password" | "superuser";
  readonly database: string;
  readonly role: string;
}

/** A schema to have. */
export interface SchemaProps {
  /**
   * The role that owns it.
   *
   * @default the database's owner
   */
  readonly owner?: string;
}

/** An extension to have. It is never dropped or updated: its tables and functions may be in use. */
export interface ExtensionProps {
  /**
   * The schema that its objects go to.
   *
   * @default public, or the one that the extension itself insists on
   */
  readonly schema?: string;
}

/** A message that listeners get whenever the database's structure changes. */
export interface DdlNotification {
  readonly channel: string;
  readonly payload: string;
}

/** How a peer connects with its certificate. */
export interface DatabaseConnectProps {
  /**
   * The role that its certificate is mapped to. It needs no other declaration.
   *
   * @default the database's owner
   */
  readonly role?: string;
  /**
   * What the caller's start waits for.
   *
   * @default ready: the server is ready, and roles and databases are provisioned
   */
  readonly wait?: Wait;
}

/** How a peer connects that cannot present a certificate. */
export interface DatabasePasswordConnectProps {
  /** The role that it logs in as. Nobody may use the same role on this database by certificate. */
  readonly role: string;
  /** The role's password. */
  readonly password: Secret;
  /**
   * What the caller's start waits for.
   *
   * @default ready: the server is ready, and roles and databases are provisioned
   */
  readonly wait?: Wait;
}

/**
 * A database that components connect to, wherever it runs. Every verb only adds; the same thing may be declared by
 * several components. What a declaration cannot do takes effect as a diagnostic, never as an exception.
 */
export interface IDatabase {
  readonly name: string;
  /** Declares a role of the server. One that can log in may connect to this database. */
  role(name: string, props?: RoleProps): void;
  /** Declares a schema. */
  schema(name: string, props?: SchemaProps): void;
  /** Declares a right of a role that somebody declares. */
  grant(grant: Grant): void;
  /** Declares an extension. */
  extension(name: string, props?: ExtensionProps): void;
  /** Notifies a channel whenever a table, view, function or right changes, for example PostgREST's `pgrst`. */
  notifyOnDdl(notification: DdlNotification): void;
  /** Lets a peer in by its certificate. */
  connect(peer: Peer, props?: DatabaseConnectProps): DatabaseConnection;
  /** Lets a peer in by password over TLS: a named exception, for programs that cannot present a certificate. */
  passwordConnect(peer: Peer, props: DatabasePasswordConnectProps): DatabaseConnection;
}

/** A database of a {@link Postgres} server. */
export class Database implements IDatabase {
  readonly #catalog: Catalog;
  readonly #entry: DatabaseEntry;

  /** Made by `Postgres.database`. */
  public constructor(
    catalog: Catalog,
    entry: DatabaseEntry,
    /** The server's port, for whoever draws the graph. */
    public readonly endpoint: Endpoint<DatabaseAccess>,
  ) {
    this.#catalog = catalog;
    this.#entry = entry;
  }

  public get name(): string {
    return this.#entry.name;
  }

  /** The role that owns it. */
  public get owner(): string {
    return this.#entry.owner;
  }

  public role(name: string, props: RoleProps = {}): void {
    if (this.#catalog.role(name, props)) this.#entry.openTo.add(name);
  }

  public schema(name: string, props: SchemaProps = {}): void {
    this.#catalog.schema(this.#entry, name, props);
  }

  public grant(grant: Grant): void {
    const parsed = this.#catalog.parse(grantSchema(), grant, `databases.${this.name}.grants`);
    if (parsed !== undefined) this.#entry.grants.push(parsed);
  }

  public extension(name: string, props: ExtensionProps = {}): void {
    this.#catalog.extension(this.#entry, name, props);
  }

  public notifyOnDdl(notification: DdlNotification): void {
    const parsed = this.#catalog.parse(notificationSchema(), notification, `databases.${this.name}.notifications`);
    if (parsed !== undefined) this.#entry.notifications.push(parsed);
  }

  public connect(peer: Peer, props: DatabaseConnectProps = {}): DatabaseConnection {
    const role = props.role ?? this.owner;
    this.#login(peer, { login: "certificate", database: this.name, role }, { login: true }, props.wait);
    return certificateConnection(this.#target(role));
  }

  public passwordConnect(peer: Peer, props: DatabasePasswordConnectProps): DatabaseConnection {
    const { role, password } = props;
    this.#login(peer, { login: "password", database: this.name, role }, { login: true, password }, props.wait);
    return passwordConnection(this.#target(role), password);
  }

  #login(peer: Peer, access: DatabaseAccess, role: RoleProps, wait: Wait | undefined): Connection<DatabaseAccess> {
    this.role(access.role, role);
    return peer.connect(this.endpoint, { access, ...(wait === undefined ? {} : { wait }) });
  }

  #target(role: string) {
    const host = endpointValue(this.endpoint, "host");
    const port = endpointValue(this.endpoint, "port");
    return { host, port, database: this.name, role };
  }
}

/** Schema of {@link SchemaProps}. */
export const schemaPropsSchema = () =>
  z.strictObject({
    owner: roleName().exactOptional().describe("Role that owns it. Default: the database's owner."),
  }) satisfies z.ZodType<unknown, SchemaProps>;

/** Schema of {@link ExtensionProps}. */
export const extensionPropsSchema = () =>
  z.strictObject({
    schema: schemaName().exactOptional().describe("Schema of its objects. Default: public, or the extension's own."),
  }) satisfies z.ZodType<unknown, ExtensionProps>;

/** Schema of {@link DdlNotification}. PostgreSQL takes 63 bytes of a channel and 7999 of a payload. */
const notificationSchema = () =>
  z.strictObject({
    channel: extensionName().describe("Channel that listeners listen on."),
    payload: z.string().max(2000).describe("Text of the message."),
  }) satisfies z.ZodType<unknown, DdlNotification>;
