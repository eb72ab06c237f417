import { Construct } from "constructs";
import { z } from "zod";
import { checkId } from "../model/check-id";
import { configFile, type ConfigFile } from "../model/config-file";
import type { Wait } from "../model/connection";
import { endpointValue } from "../model/expression";
import type { ExternalEndpoint } from "../model/external-endpoint";
import { freeId } from "../model/free-id";
import { graphOf } from "../model/graph";
import type { Peer } from "../model/peer";
import { Secret } from "../model/secret";
import { parseSpec } from "../model/spec";
import { POSTGRES_CODES } from "./codes";
import type {
  DatabaseConnectProps,
  DatabasePasswordConnectProps,
  DdlNotification,
  ExtensionProps,
  IDatabase,
  SchemaProps,
} from "./database";
import { foreignConnection, type DatabaseConnection } from "./database-connection";
import type { Grant } from "./grant";
import { databaseName, roleName } from "./identifier";
import type { RoleProps } from "./role";

const schema = z.strictObject({
  name: databaseName().describe("Name of the database on its server."),
  owner: roleName().describe("Role that owns it, and that components log in as unless they name another."),
});

/** Input of an {@link ExternalDatabase}. */
export interface ExternalDatabaseProps extends z.input<typeof schema> {
  /** The server, which must speak TLS. */
  readonly server: ExternalEndpoint;
  /** Passwords of the roles that components log in as, by role. */
  readonly logins: Readonly<Record<string, Secret>>;
}

/**
 * A database on a server that the platform does not run. Nothing is provisioned there: what components need of it is
 * told beside what is rendered, for whoever administers the server.
 *
 * @example
 * const server = new ExternalEndpoint(platform, "crm-db", { host: "db.acme.example", port: 5432, protocol: "postgresql" });
 * const password = new Secret(platform, "crm-password", { kind: "given", describe: "password of the role crm" });
 * new ExternalDatabase(platform, "crm", { server, name: "crm", owner: "crm", logins: { crm: password } });
 */
export class ExternalDatabase extends Construct implements IDatabase {
  readonly #spec: Readonly<z.output<typeof schema>>;
  readonly #server: ExternalEndpoint;
  readonly #logins: Readonly<Record<string, Secret>>;
  readonly #needs = new Set<string>();
  #nobodys: Secret | undefined;

  public constructor(scope: Construct, id: string, props: ExternalDatabaseProps) {
    const { server, logins, ...data } = props;
    super(scope, freeId(scope, id));
    checkId(this, "component");
    this.#spec = parseSpec(this, schema, data);
    this.#server = server;
    this.#logins = logins;
    if (server.spec.tls === "tls") return;
    graphOf(this).diagnostics.add("ASH-INPUT-002", {
      path: `${this.node.path}:server`,
      message: "the server speaks no TLS, and passwords would cross the network as they are",
      value: server.path,
      allowed: 'an external endpoint with tls: "tls"',
    });
  }

  public get name(): string {
    return this.#spec.name;
  }

  public role(name: string, props: RoleProps = {}): void {
    const { memberOf = [], login, password: _, ...options } = props;
    const words = [
      ...(login === true ? ["login"] : []),
      ...Object.entries(options).map(([option, value]) => `${option} ${JSON.stringify(value)}`),
      ...(memberOf.length === 0 ? [] : [`member of ${memberOf.join(", ")}`]),
    ];
    this.#need(`role ${name}${words.length === 0 ? "" : ` (${words.join("; ")})`}`);
  }

  public schema(name: string, { owner = this.#spec.owner }: SchemaProps = {}): void {
    this.#need(`schema ${name} owned by ${owner}`);
  }

  public grant(grant: Grant): void {
    const { to, privileges, ...where } = grant;
    this.#need(`grant of ${privileges.join(", ")} to ${to} on ${Object.values(where).join(" ")}`);
  }

  public extension(name: string, { schema: into }: ExtensionProps = {}): void {
    this.#need(`extension ${name}${into === undefined ? "" : ` in schema ${into}`}`);
  }

  public notifyOnDdl({ channel, payload }: DdlNotification): void {
    this.#need(`event trigger that notifies ${channel} of ${JSON.stringify(payload)} when the structure changes`);
  }

  public connect(peer: Peer, { role = this.#spec.owner, wait }: DatabaseConnectProps = {}): DatabaseConnection {
    const password = this.#logins[role];
    if (password === undefined) {
      graphOf(this).diagnostics.add(POSTGRES_CODES.unknownLogin, {
        path: `${this.node.path}:logins.${role}`,
        message: `${peer.node.path} logs in as this role, whose password is not given`,
        allowed: Object.keys(this.#logins).join(" | ") || "none is given",
      });
    }
    return this.#connection(peer, role, password ?? this.#nobodysPassword(), wait);
  }

  public passwordConnect(peer: Peer, { role, password, wait }: DatabasePasswordConnectProps): DatabaseConnection {
    return this.#connection(peer, role, password, wait);
  }

  /** Stands in for a password that is not given: the tree has an error and is never rendered. */
  #nobodysPassword(): Secret {
    this.#nobodys ??= new Secret(this, "no-login", { kind: "password", length: 32 });
    return this.#nobodys;
  }

  #connection(peer: Peer, role: string, password: Secret, wait: Wait | undefined): DatabaseConnection {
    this.#need(`role ${role} (login)`);
    peer.connect(this.#server, wait === undefined ? {} : { wait });
    const target = {
      host: endpointValue(this.#server, "host"),
      port: endpointValue(this.#server, "port"),
      database: this.name,
      role,
    };
    return foreignConnection(target, password, this.#authority());
  }

  #authority(): ConfigFile | undefined {
    const { ca } = this.#server.spec;
    return ca === undefined ? undefined : configFile(`${this.node.id}-ca.crt`, { format: "text", text: ca });
  }

  /** Something that the server's administrator has to make. Each thing is told once. */
  #need(what: string): void {
    if (this.#needs.has(what)) return;
    this.#needs.add(what);
    graphOf(this).diagnostics.add(POSTGRES_CODES.foreignNeed, {
      path: this.node.path,
      message: `the foreign database ${this.name} needs: ${what}`,
    });
  }
}
