import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ConnectionOptions } from "node:tls";
import { Client } from "pg";
import { AshlarError } from "../../../constructs/model/diagnostics";
import type { ExpressionInput } from "../../../constructs/model/expression";
import type { Peer } from "../../../constructs/model/peer";
import { Platform } from "../../../constructs/model/platform";
import { createAuthority } from "../../../constructs/pki/authority";
import { issueLeaf } from "../../../constructs/pki/leaf";
import type { Authority, LeafMaterial } from "../../../constructs/pki/material";
import type { Postgres } from "../../../constructs/postgres/postgres";
import { lowerPlatform } from "../../../constructs/render/lower";
import { ContainerFiles } from "./container-files";
import { PostgresInstallation } from "./postgres";
import type { PostgresVersion } from "./postgres";
import { freePort, type Finished, type Running } from "./process";

/** How a client's certificate differs from the right one. */
export interface IssueOptions {
  readonly authority?: Authority;
  /** When it was issued; now unless said. */
  readonly now?: Date;
}

/**
 * A PostgreSQL server that runs as a platform describes it: our start script with the rendered configuration, and our
 * provisioning job. The platform can be described anew and provisioned again while the server runs.
 */
export class RenderedPostgres {
  #declared: Postgres;
  #server: Running | undefined;
  #secrets: Readonly<Record<string, string>> = {};

  private constructor(
    declared: Postgres,
    readonly installation: PostgresInstallation,
    readonly authority: Authority,
    readonly port: number,
  ) {
    this.#declared = declared;
  }

  /** Everything but the start itself. */
  static async prepare(declared: Postgres, engine: PostgresVersion = declared.spec.version): Promise<RenderedPostgres> {
    const installation = await PostgresInstallation.create(engine);
    const authority = await createAuthority({ commonName: "live test" });
    return new RenderedPostgres(declared, installation, authority, await freePort());
  }

  /** Starts the server and waits for its readiness probe; provision it next. */
  static async start(declared: Postgres, engine?: PostgresVersion): Promise<RenderedPostgres> {
    const self = await RenderedPostgres.prepare(declared, engine);
    try {
      await self.boot();
      return self;
    } catch (error) {
      await self.stop();
      throw error;
    }
  }

  /** The process of the start script. */
  get process(): Running {
    if (this.#server === undefined) throw new Error("the server was never started");
    return this.#server;
  }

  /** What the server has logged, over all its starts. */
  log(): string {
    return this.process.output();
  }

  /** Starts the server, and waits until it is ready. */
  async boot(): Promise<void> {
    await this.launch();
    await this.process.until(() => this.probe("ready"), "its readiness probe passes", 60_000);
  }

  /** Starts the start script, and waits for nothing. */
  async launch(): Promise<void> {
    const files = this.#files(this.#declared.peer, await this.issue(this.#declared.peer));
    await files.write();
    const [program = "", ...args] = files.command;
    // The command line goes before the file: two servers on one machine cannot share the declared port. No power cut is
    // tested here, so nothing waits for the disk.
    const own = ["-c", `port=${this.port}`, "-c", "fsync=off"];
    const env = { ...files.env, ASHLAR_WATCH: "1", ASHLAR_INITDB: `${files.env["ASHLAR_INITDB"] ?? ""} --no-sync` };
    this.#server = await this.installation.start(program, [...args, ...own], env);
  }

  /** Runs one of the server's probes as a container runtime would. */
  async probe(name: "ready" | "live"): Promise<boolean> {
    const [program = "", ...args] = this.#files(this.#declared.peer).probe(name);
    return (await this.installation.run(program, args, { PGPORT: String(this.port) })).code === 0;
  }

  /** A path of the server's container on this machine. */
  path(inside: string): string {
    return this.#files(this.#declared.peer).path(inside);
  }

  /** Takes a new description of the same server. Its access rules are read again without ending anybody's session. */
  async describeAnew(declared: Postgres): Promise<void> {
    this.#declared = declared;
    await this.#files(declared.peer, await this.issue(declared.peer)).write();
    this.process.signal("SIGHUP");
  }

  /** Renews the server's certificate on disk. Nothing tells the server. */
  async renew(): Promise<void> {
    await this.#files(this.#declared.peer).writeIdentity(await this.issue(this.#declared.peer));
  }

  /**
   * Runs the provisioning job to its end.
   *
   * @param secrets values of secrets by name; those of the last run unless given
   */
  async provision(secrets = this.#secrets): Promise<Finished> {
    this.#secrets = secrets;
    const { provision } = this.#declared;
    const files = this.#files(provision, await this.issue(provision));
    await files.write();
    const [program = "", ...args] = files.command;
    return this.installation.run(program, args, { ...files.env, ASHLAR_PATIENCE: "20" });
  }

  /** Runs the provisioning job, which must succeed. */
  async provisioned(secrets = this.#secrets): Promise<Finished> {
    const finished = await this.provision(secrets);
    if (finished.code === 0) return finished;
    throw new Error(`provisioning ended with ${finished.code}:\n${finished.stdout}${finished.stderr}`);
  }

  /** Issues the certificate of a peer. */
  async issue(peer: Peer, options: IssueOptions = {}): Promise<LeafMaterial> {
    const { authority = this.authority, now = new Date() } = options;
    const { commonName, uri } = peer.identity;
    const names = { commonName, uri, dnsNames: ["localhost"] };
    const leaf = await issueLeaf(authority, { ...names, usages: ["server", "client"], now, days: 1 });
    // A client checks the server against the server's authority, whoever signed its own certificate.
    return { ...leaf, ca: this.authority.certificate };
  }

  /** What a caller's expression says in its container, whose files are written. */
  async asCaller(peer: Peer, value: ExpressionInput, options: IssueOptions = {}): Promise<string> {
    const files = this.#files(peer, await this.issue(peer, options));
    await files.write();
    return files.text(value);
  }

  /** Opens a session that stays open, over TLS with a peer's certificate. */
  async session(peer: Peer, database: string, user: string): Promise<Client> {
    const { certificate, key, ca } = await this.issue(peer);
    const ssl: ConnectionOptions = { cert: certificate, key, ca, servername: "localhost" };
    const client = new Client({ host: "localhost", port: this.port, database, user, ssl });
    client.on("error", () => undefined); // the server may be stopped under it
    await client.connect();
    return client;
  }

  /** Runs SQL as the superuser, with the provisioning job's certificate; rows as arrays, of the last statement. */
  async admin(text: string, database = "postgres"): Promise<unknown[][]> {
    const client = await this.session(this.#declared.provision, database, "postgres");
    try {
      const result: unknown = await client.query({ text, rowMode: "array" });
      const last = Array.isArray(result) ? (result as unknown[]).at(-1) : result;
      return (last as { rows: unknown[][] }).rows;
    } finally {
      await client.end();
    }
  }

  /**
   * What provisioning is about, each row with the transaction that wrote it: equal texts mean that nothing was written in
   * between.
   */
  async snapshot(databases: readonly string[]): Promise<string> {
    const parts: string[] = [];
    const take = async (queries: readonly string[], database: string): Promise<void> => {
      for (const query of queries)
        parts.push(`${database}: ${query}`, JSON.stringify(await this.admin(query, database)));
    };
    await take(SERVER_CATALOG, "postgres");
    for (const database of ["postgres", ...databases]) await take(DATABASE_CATALOG, database);
    return parts.join("\n");
  }

  /** Ends the server and removes its folder. */
  async stop(): Promise<void> {
    await this.#server?.stop(20_000);
    this.installation.dispose();
  }

  #files(peer: Peer, identity?: LeafMaterial): ContainerFiles {
    const root = join(this.installation.folder, peer.identity.commonName);
    mkdirSync(root, { recursive: true });
    this.installation.own(root, 0o755);
    const { platform, workload } = lowered(peer);
    return new ContainerFiles({
      ...{ platform, workload, root, port: this.port, secrets: this.#secrets },
      ...(identity === undefined ? {} : { identity }),
      own: (path, mode) => void this.installation.own(path, mode),
    });
  }
}

const SERVER_CATALOG = [
  "select xmin::text, * from pg_authid order by rolname",
  "select xmin::text, * from pg_auth_members order by roleid, member",
  "select xmin::text, datname, datdba, datconnlimit, datacl::text from pg_database order by datname",
  "select setdatabase, setrole, setconfig from pg_db_role_setting order by 1, 2",
  "select xmin::text, * from ashlar.role order by name",
  "select xmin::text, * from ashlar.membership order by role, member",
];

const OURS = "not between 1 and 16383";
const DATABASE_CATALOG = [
  "select xmin::text, *, nspacl::text from pg_namespace where nspname !~ '^pg_' order by nspname",
  "select xmin::text, *, defaclacl::text from pg_default_acl order by oid",
  "select xmin::text, extname, extversion from pg_extension order by extname",
  "select xmin::text, evtname, evtevent from pg_event_trigger order by evtname",
  `select xmin::text, relname, relacl::text from pg_class where oid ${OURS} order by oid`,
  `select xmin::text, proname, proacl::text from pg_proc where oid ${OURS} order by oid`,
  "select xmin::text, * from ashlar.granted order by 2, 3, 4, 5, 6",
];

function lowered(peer: Peer) {
  const platform = peer.node.root;
  if (!Platform.isPlatform(platform)) throw new Error(`${peer.node.path} stands outside a platform`);
  try {
    const workload = lowerPlatform(platform, "compose").workloadOf(peer);
    if (workload === undefined) throw new Error(`${peer.node.path} has no workload`);
    return { platform, workload };
  } catch (error) {
    throw AshlarError.is(error) ? new Error(error.message) : error;
  }
}
