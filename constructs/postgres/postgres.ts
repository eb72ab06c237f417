import type { Construct } from "constructs";
import { Component } from "../model/component";
import { Diagnostics } from "../model/diagnostics";
import type { Endpoint } from "../model/endpoint";
import { graphOf } from "../model/graph";
import { everywhere, type LoweringContext, type Realisation } from "../model/lowering";
import { Peer } from "../model/peer";
import type { Workload } from "../model/workload";
import { accessRules, checkAccess } from "./access";
import { Catalog } from "./catalog";
import { checkCatalog } from "./catalog-check";
import { POSTGRES_CODES } from "./codes";
import { Database, type DatabaseAccess } from "./database";
import { databaseSchema, type DatabaseProps } from "./database-spec";
import { SUPERUSER } from "./images";
import type { PostgresProps } from "./props";
import { provisionWorkload } from "./provision";
import type { RoleProps } from "./role";
import { postgresSchema } from "./schema";
import { serverWorkload } from "./server";
import { POSTGRES_PORT } from "./server-settings";

// What neighbours may hold.
export { Database };
export type { DatabaseAccess, IDatabase } from "./database";
export type { DatabaseConnection } from "./database-connection";
export type { DatabaseProps } from "./database-spec";
export type { Grant } from "./grant";
export type { PostgresProps } from "./props";
export type { RoleProps } from "./role";
export { postgresSchema } from "./schema";
export type { PostgresVersion } from "./versions";

/**
 * A PostgreSQL server: one instance with a disk, TLS alone, and a job that keeps its roles and databases as declared.
 * Passing {@link database} to another component is the connection: its certificate, its row in `pg_hba.conf`, its
 * network path and its place in the start order follow from it.
 *
 * @example
 * const db = new Postgres(platform, "db", {
 *   version: 17,
 *   storage: "50Gi",
 *   resources: { cpu: { limit: 2 }, memory: { request: "2Gi", limit: "2Gi" } },
 *   databases: { app: { extensions: { vector: {} } }, keycloak: {} },
 *   audit: { log: ["ddl", "role"] },
 * });
 * const app = db.database("app");
 */
export class Postgres extends Component<ReturnType<typeof postgresSchema>> {
  public static override readonly kind = "Postgres";
  /** The server's port. It is of use when the provisioning has run. */
  public readonly endpoint: Endpoint<DatabaseAccess>;
  /** The provisioning job. */
  public readonly provision: Peer;
  readonly #catalog: Catalog;
  readonly #given: ReadonlySet<string>;

  public constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id, postgresSchema(), props);
    this.provision = new Peer(this, "provision");
    this.endpoint = this.peer.serve("sql", {
      port: POSTGRES_PORT,
      protocol: "postgresql",
      tls: { mode: "mtls", by: "server", verifies: "name" },
      readyAfter: [this.provision],
    });
    this.provision.connect(this.endpoint, {
      access: { login: "superuser", database: "all", role: SUPERUSER },
      wait: "healthy",
    });
    this.#catalog = new Catalog(this);
    this.#given = new Set(Object.keys(props.databases ?? {}));
    for (const [name, role] of Object.entries(this.spec.roles)) this.#catalog.role(name, role);
    for (const [name, database] of Object.entries(this.spec.databases)) this.#catalog.addDatabase(name, database);
  }

  /**
   * A declared database. An unknown name is told with the other problems of the platform (ASH-PG-002), so that the tree
   * can be built to its end.
   */
  public database(name: string): Database {
    const declared = this.#catalog.database(name);
    if (declared !== undefined) return new Database(this.#catalog, declared, this.endpoint);
    // One that was given, but wrongly, has been told already.
    if (!this.#given.has(name)) this.#tellUnknown(name);
    // What is declared of it goes nowhere: the platform is refused when it is sealed.
    const nowhere = new Catalog(this);
    return new Database(nowhere, nowhere.addDatabase(name, databaseSchema().parse({})), this.endpoint);
  }

  /** Adds a database, or to one that is declared already. */
  public addDatabase(name: string, props: DatabaseProps = {}): Database {
    const parsed = this.#catalog.parse(databaseSchema(), props, `databases.${name}`);
    const entry = this.#catalog.addDatabase(name, parsed ?? databaseSchema().parse({}));
    return new Database(this.#catalog, entry, this.endpoint);
  }

  /** Declares a role of the server. Declarations of one role add up. */
  public role(name: string, props: RoleProps = {}): void {
    this.#catalog.role(name, props);
  }

  #tellUnknown(name: string): void {
    const names = this.#catalog.databases.map((database) => database.name);
    graphOf(this).diagnostics.add(POSTGRES_CODES.unknownDatabase, {
      path: this.node.path,
      message: "has no such database",
      value: name,
      allowed: names.join(" | ") || "none is declared",
    });
  }

  public realise(): Realisation {
    return everywhere((context) => this.#lower(context));
  }

  #lower(context: LoweringContext): readonly Workload[] {
    const incoming = context.incoming(this.endpoint);
    const problems = new Diagnostics();
    checkCatalog(this.node.path, this.#catalog, problems);
    checkAccess(this.node.path, this.#catalog, incoming, problems);
    problems.throwIfErrors();
    return [
      serverWorkload(this.peer, this.spec, accessRules(this.#catalog, incoming)),
      provisionWorkload(this.provision, this.endpoint, this.spec, this.#catalog),
    ];
  }
}
