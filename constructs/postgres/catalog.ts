import { isDeepStrictEqual } from "node:util";
import type { Construct } from "constructs";
import type { z } from "zod";
import { graphOf } from "../model/graph";
import { issuesToDiagnostics } from "../model/spec";
import { POSTGRES_CODES } from "./codes";
import {
  extensionPropsSchema,
  schemaPropsSchema,
  type DdlNotification,
  type ExtensionProps,
  type SchemaProps,
} from "./database";
import type { DatabaseSpec } from "./database-spec";
import type { Grant } from "./grant";
import { databaseName, extensionName, roleName, schemaName } from "./identifier";
import { resolveRole, roleSchema, type Role, type RoleProps } from "./role";

/** What was declared of a database. Verbs only add to it. */
export interface DatabaseEntry {
  readonly name: string;
  readonly owner: string;
  readonly connectionLimit: number;
  readonly schemas: Map<string, SchemaProps>;
  readonly extensions: Map<string, ExtensionProps>;
  readonly grants: Grant[];
  readonly notifications: DdlNotification[];
  /** Roles that may connect when they can log in. */
  readonly openTo: Set<string>;
}

/** Everything that was declared of a server: databases by the user, and whatever other components added since. */
export class Catalog {
  readonly #server: Construct;
  readonly #roles = new Map<string, RoleProps>();
  readonly #databases = new Map<string, DatabaseEntry>();

  public constructor(server: Construct) {
    this.#server = server;
  }

  /** Declared databases, by name. */
  public get databases(): readonly DatabaseEntry[] {
    return [...this.#databases.values()].sort(byName);
  }

  /** Declared roles with every default filled in, by name. */
  public get roles(): readonly Role[] {
    return [...this.#roles].map(([name, declared]) => resolveRole(name, declared)).sort(byName);
  }

  public database(name: string): DatabaseEntry | undefined {
    return this.#databases.get(name);
  }

  /** Adds a database, or to one that is there. */
  public addDatabase(name: string, spec: DatabaseSpec): DatabaseEntry {
    const where = `databases.${name}`;
    this.parse(databaseName(), name, where);
    const entry = this.#databases.get(name) ?? this.#newDatabase(name, spec);
    if (spec.owner !== undefined && spec.owner !== entry.owner) {
      this.#conflict(`${where}.owner`, `database ${name} is declared with two owners`, spec.owner, entry.owner);
    }
    for (const [schema, props] of Object.entries(spec.schemas)) this.schema(entry, schema, props);
    for (const [extension, props] of Object.entries(spec.extensions)) this.extension(entry, extension, props);
    entry.grants.push(...spec.grants);
    return entry;
  }

  #newDatabase(name: string, spec: DatabaseSpec): DatabaseEntry {
    const owner = spec.owner ?? name;
    const entry: DatabaseEntry = {
      name,
      owner,
      connectionLimit: spec.connectionLimit,
      schemas: new Map(),
      extensions: new Map(),
      grants: [],
      notifications: [],
      openTo: new Set([owner]),
    };
    this.role(owner, {});
    this.#databases.set(name, entry);
    return entry;
  }

  /** Adds to what a role may do. False when the declaration is not valid. */
  public role(name: string, props: RoleProps): boolean {
    graphOf(this.#server).requireOpen(this.#server);
    const where = `roles.${name}`;
    const valid = [this.parse(roleName(), name, where), this.parse(roleSchema(), props, where)];
    if (valid.includes(undefined)) return false;
    const earlier = this.#roles.get(name) ?? {};
    for (const key of Object.keys(props) as (keyof RoleProps)[]) {
      if (key === "memberOf" || key === "databases" || key === "settings") continue;
      this.#compare(where, name, key, earlier[key], props[key]);
    }
    for (const [key, value] of Object.entries(props.settings ?? {})) {
      this.#compare(`${where}.settings`, name, key, earlier.settings?.[key], value);
    }
    this.#roles.set(name, {
      ...earlier,
      ...props,
      memberOf: [...new Set([...(earlier.memberOf ?? []), ...(props.memberOf ?? [])])].sort(),
      databases: [...new Set([...(earlier.databases ?? []), ...(props.databases ?? [])])].sort(),
      settings: { ...earlier.settings, ...props.settings },
    });
    return true;
  }

  /** Adds a schema to a database. */
  public schema(entry: DatabaseEntry, name: string, props: SchemaProps): void {
    const where = `databases.${entry.name}.schemas.${name}`;
    const valid = [this.parse(schemaName(), name, where), this.parse(schemaPropsSchema(), props, where)];
    if (valid.includes(undefined)) return;
    const earlier = entry.schemas.get(name);
    if (earlier?.owner !== undefined && props.owner !== undefined && earlier.owner !== props.owner) {
      this.#conflict(`${where}.owner`, `schema ${name} is declared with two owners`, props.owner, earlier.owner);
    }
    if (props.owner !== undefined) this.role(props.owner, {});
    entry.schemas.set(name, { ...earlier, ...props });
  }

  /** Adds an extension to a database. */
  public extension(entry: DatabaseEntry, name: string, props: ExtensionProps): void {
    const where = `databases.${entry.name}.extensions.${name}`;
    const valid = [this.parse(extensionName(), name, where), this.parse(extensionPropsSchema(), props, where)];
    if (valid.includes(undefined)) return;
    const earlier = entry.extensions.get(name);
    if (earlier?.schema !== undefined && props.schema !== undefined && earlier.schema !== props.schema) {
      this.#conflict(`${where}.schema`, `extension ${name} is declared in two schemas`, props.schema, earlier.schema);
    }
    entry.extensions.set(name, { ...earlier, ...props });
  }

  /** Parses what a verb was handed; problems are told with all the others of the platform. */
  public parse<S extends z.ZodType>(schema: S, data: unknown, where: string): z.output<S> | undefined {
    const graph = graphOf(this.#server);
    graph.requireOpen(this.#server);
    const result = schema.safeParse(data, { reportInput: true });
    if (result.success) return result.data;
    const path = `${this.#server.node.path}:${where}`;
    graph.diagnostics.addAll(issuesToDiagnostics(path, result.error.issues, data));
    return undefined;
  }

  #compare(where: string, role: string, key: string, earlier: unknown, now: unknown): void {
    if (earlier === undefined || now === undefined || earlier === now || isDeepStrictEqual(earlier, now)) return;
    const secret = key === "password";
    graphOf(this.#server).diagnostics.add(POSTGRES_CODES.roleConflict, {
      path: `${this.#server.node.path}:${where}.${key}`,
      message: `role ${role} is declared with two values of ${key}`,
      ...(secret ? {} : { value: now, allowed: `${JSON.stringify(earlier)}, as declared before` }),
    });
  }

  #conflict(where: string, message: string, value: string, earlier: string): void {
    graphOf(this.#server).diagnostics.add("ASH-GRAPH-009", {
      path: `${this.#server.node.path}:${where}`,
      message,
      value,
      allowed: `${earlier}, as declared before`,
    });
  }
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
