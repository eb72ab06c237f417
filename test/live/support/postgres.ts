import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { CertificateFiles } from "./certificates";
import { enginePath } from "./engines";
import type { EngineName } from "./engines";
import { Running, execute, freePort, temporaryFolder } from "./process";
import type { Finished, User } from "./process";

/** The servers that can be had: 16 to 18 without pgAudit, and Debian's 15 with it. */
export type PostgresVersion = 16 | 17 | 18 | "debian15";

/** The engine that a version comes from. */
export function postgresEngine(version: PostgresVersion): EngineName {
  return `postgres-${version}`;
}

/** The user that a server of ours runs as: PostgreSQL refuses root, and a user without a name. It is Debian's `nobody`. */
const postgresUser: User = { uid: 65_534, gid: 65_534 };

/**
 * A server's programs in a place that its user can read, and a folder of its own. The low-level half: a test that starts
 * the server with files of the library's own needs no more than this.
 */
export class PostgresInstallation {
  private constructor(
    readonly version: PostgresVersion,
    /** Holds everything below; owned by the server's user. */
    readonly folder: string,
    /** Holds `postgres`, `initdb`, `pg_ctl`; for put at the head of PATH. */
    readonly bin: string,
    /** The user to run as; undefined when this process is not root and so may run it itself. */
    readonly user: User | undefined,
    private readonly remove: () => void,
  ) {}

  /** Copies the programs (hard links where the file system allows) into a new temporary folder. */
  static async create(version: PostgresVersion): Promise<PostgresInstallation> {
    const folder = temporaryFolder(`postgres-${version}`);
    const user = process.getuid?.() === 0 ? postgresUser : undefined;
    chmodSync(folder.path, 0o755);
    let bin = "/usr/lib/postgresql/15/bin";
    if (version === "debian15") {
      enginePath("postgres-debian15"); // fails with the cure when the packages are not installed
    } else {
      // The cache may lie in root's home, which the server's user cannot enter.
      const native = enginePath(postgresEngine(version), "native");
      const linked = await execute("cp", ["-al", native, join(folder.path, "native")]);
      if (linked.code !== 0) cpSync(native, join(folder.path, "native"), { recursive: true, verbatimSymlinks: true });
      bin = join(folder.path, "native/bin");
    }
    const result = new PostgresInstallation(version, folder.path, bin, user, folder.remove);
    result.own(folder.path);
    return result;
  }

  /** Gives a file or folder to the server's user, and returns its path. */
  own(path: string, mode?: number): string {
    if (this.user !== undefined) chownSync(path, this.user.uid, this.user.gid);
    if (mode !== undefined) chmodSync(path, mode);
    return path;
  }

  /** Writes a file for the server, 0600 unless said otherwise, and returns its path. */
  write(name: string, text: string, mode = 0o600): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return this.own(path, mode);
  }

  /** Copies a file (a key, say) to where the server's user can read it, 0600, and returns the new path. */
  take(file: string): string {
    const path = join(this.folder, basename(file));
    copyFileSync(file, path);
    return this.own(path, 0o600);
  }

  /** Runs one of the programs, or any other, to its end as the server's user with `bin` on PATH. */
  run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
    return execute(program, args, { cwd: this.folder, env: this.environment(env), ...this.as() });
  }

  /** Starts a program as the server's user with `bin` on PATH: `postgres`, or a start script that ends in `exec postgres`. */
  start(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Running> {
    const log = join(this.folder, "server.log");
    return Running.start(program, args, {
      log,
      cwd: this.folder,
      env: this.environment(env),
      stopSignal: "SIGINT", // PostgreSQL's fast shutdown: it does not wait for clients
      ...this.as(),
    });
  }

  /** Makes a new cluster of databases in a folder, whose superuser is `postgres` (trusted on the socket). */
  async initdb(data = join(this.folder, "data"), args: readonly string[] = []): Promise<string> {
    const all = [
      "-D",
      data,
      "-U",
      "postgres",
      "--encoding=UTF8",
      "--locale=C.UTF-8",
      "--auth=trust",
      "--no-sync",
      ...args,
    ];
    const { code, stderr } = await this.run("initdb", all);
    if (code !== 0) throw new Error(`initdb of ${this.version} ended with ${code}:\n${stderr}`);
    return data;
  }

  /** Removes everything. */
  dispose(): void {
    this.remove();
  }

  private environment(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return { PATH: `${this.bin}:${process.env["PATH"] ?? ""}`, LC_ALL: "C.UTF-8", ...env };
  }

  private as(): { readonly runAs?: User } {
    return this.user === undefined ? {} : { runAs: this.user };
  }
}

/** How to start a server. */
export interface PostgresOptions {
  readonly version: PostgresVersion;
  /** Lines of `postgresql.conf`, quoted here; over the helper's own (port, socket folder, no fsync). */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Switches TLS on; the files are copied to where the server's user can read them. */
  readonly tls?: CertificateFiles & { readonly authority: string };
  /** The lines of `pg_hba.conf`; trust on the socket and nothing else unless given. */
  readonly hba?: readonly string[];
  /** The lines of `pg_ident.conf`. */
  readonly ident?: readonly string[];
}

/** A running server on 127.0.0.1 and on a socket in its own folder. */
export class PostgresServer {
  constructor(
    readonly installation: PostgresInstallation,
    readonly running: Running,
    readonly port: number,
    /** The folder of the socket. */
    readonly socket: string,
    readonly data: string,
  ) {}

  /** Runs SQL as the superuser over the socket; rows as lines, columns parted by `|`. */
  async sql(text: string, database = "postgres"): Promise<string> {
    const { code, stdout, stderr } = await psql(
      { host: this.socket, port: this.port, user: "postgres", dbname: database },
      text,
    );
    if (code !== 0) throw new Error(`psql: ${stderr}`);
    return stdout.trimEnd();
  }

  /** Ends the server and removes its folder. */
  async stop(): Promise<void> {
    await this.running.stop();
    this.installation.dispose();
  }
}

/**
 * Runs SQL through psql with libpq's connection parameters (`host`, `sslmode`, `sslcert`, …). The result tells how it ended.
 * The servers from npm bring no psql: this is Debian's, of the package `postgresql-client-15`.
 */
export function psql(connection: Readonly<Record<string, string | number>>, sql: string): Promise<Finished> {
  const quoted = Object.entries(connection).map(
    ([key, value]) => `${key}='${String(value).replace(/[\\']/g, "\\$&")}'`,
  );
  const program = ["/usr/lib/postgresql/15/bin/psql", "/usr/bin/psql"].find((path) => existsSync(path)) ?? "psql";
  return execute(program, [quoted.join(" "), "-XqAt", "-v", "ON_ERROR_STOP=1", "-c", sql], {
    env: { PGCONNECT_TIMEOUT: "5" },
  });
}

/** Starts a new server with settings of the test's own. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const installation = await PostgresInstallation.create(options.version);
  try {
    const port = await freePort();
    const data = await installation.initdb();
    const socket = installation.own(mkdirAt(installation.folder, "socket"), 0o755);
    const tls = options.tls && {
      ssl: true,
      ssl_cert_file: installation.take(options.tls.certificate),
      ssl_key_file: installation.take(options.tls.key),
      ssl_ca_file: installation.take(options.tls.authority),
    };
    const settings = {
      listen_addresses: "127.0.0.1",
      port,
      unix_socket_directories: socket,
      fsync: false,
      hba_file: installation.write("pg_hba.conf", lines(options.hba ?? ["local all all trust"])),
      ident_file: installation.write("pg_ident.conf", lines(options.ident ?? [])),
      ...tls,
      ...options.settings,
    };
    const config = installation.write(
      "postgresql.conf",
      lines(Object.entries(settings).map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`)),
    );
    const running = await installation.start("postgres", ["-D", data, `--config-file=${config}`]);
    const accepts = async (): Promise<boolean> =>
      (await psql({ host: socket, port, user: "postgres", dbname: "postgres" }, "select 1")).code === 0;
    await running.until(accepts, "it answers on its socket");
    return new PostgresServer(installation, running, port, socket, data);
  } catch (error) {
    installation.dispose();
    throw error;
  }
}

function mkdirAt(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
