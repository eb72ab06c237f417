import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { enginePath } from "./engines";
import { Running, execute, freePorts, succeed, temporaryFolder } from "./process";

/** What `kc.sh build` writes into the distribution; the rest of a start is configuration of that start. */
const BUILD_OUTPUT = "lib/quarkus";

/** The options that `kc.sh build --help-all` lists; a start with `--optimized` takes no others than its build had. */
const BUILD_OPTION = new RegExp(
  `^KC_(${[
    ...["DB", "DB_DRIVER", "TRANSACTION_XA_ENABLED", "FEATURE(S|S_DISABLED|_.*)", "FIPS_MODE", "VAULT"],
    ...[
      "HEALTH_ENABLED",
      "METRICS_ENABLED",
      "EVENT_METRICS_USER_ENABLED",
      "TRACING_(ENABLED|JDBC_ENABLED|SAMPLER_TYPE)",
    ],
    ...["TELEMETRY_(LOGS|METRICS)_ENABLED", "LOG_MDC_ENABLED", "OPENAPI(_UI)?_ENABLED"],
    ...["HTTP_(MANAGEMENT_)?RELATIVE_PATH", "HTTP_MANAGEMENT_HEALTH_ENABLED", "LEGACY_OBSERVABILITY_INTERFACE"],
    ...["HTTPS_(MANAGEMENT_)?CLIENT_AUTH"],
  ].join("|")})$`,
);

/** The most that a start takes, in milliseconds: the first of a database makes its schema, on a machine that may be busy. */
const FIRST_START = 480_000;

/** Time for a hook or test that starts a server, in milliseconds: its build, its start, and the database before it. */
export const KEYCLOAK_STARTS = FIRST_START + 180_000;

/** How to start a server. */
export interface KeycloakOptions {
  /**
   * Keycloak's environment, as its container would have it. Two ports of the test's own, plain HTTP on the loopback and
   * a small heap stand in unless it says otherwise; health must be on, for that is how the start is awaited.
   */
  readonly env: Readonly<Record<string, string>>;
  /** Arguments after `start --optimized`, for example `--import-realm`. None unless given. */
  readonly args?: readonly string[];
  /** Texts by path in the distribution: `data/import/acme.json`. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A running server, in production mode, in a copy of the distribution that nobody else writes to. */
export class KeycloakServer {
  constructor(
    readonly running: Running,
    /** The distribution: `bin/kcadm.sh` is in it. */
    readonly folder: string,
    readonly port: number,
    readonly managementPort: number,
    private readonly remove: () => void,
  ) {}

  /** `http://127.0.0.1:<port>`, where a sidecar would reach it. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Ends the server and removes its folder. */
  async stop(): Promise<void> {
    await this.running.stop(30_000);
    this.remove();
  }
}

/**
 * Starts a server and waits until its management port says that it is ready. A set of build options is built once (half a
 * minute) and kept beside the engine; a start from there takes ten seconds.
 */
export async function startKeycloak({ env, args = [], files = {} }: KeycloakOptions): Promise<KeycloakServer> {
  const [port = 0, managementPort = 0] = await freePorts(2);
  const own = {
    KC_HTTP_ENABLED: "true",
    KC_HTTP_HOST: "127.0.0.1",
    KC_HTTP_PORT: String(port),
    KC_HTTP_MANAGEMENT_PORT: String(managementPort),
    KC_HTTP_MANAGEMENT_SCHEME: "http",
    JAVA_OPTS_KC_HEAP: "-Xms64m -Xmx512m",
    ...env,
  };
  const folder = temporaryFolder("keycloak");
  try {
    await copyDistribution(folder.path);
    rmSync(join(folder.path, BUILD_OUTPUT), { recursive: true });
    cpSync(await built(env), join(folder.path, BUILD_OUTPUT), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder.path, name)), { recursive: true });
      writeFileSync(join(folder.path, name), text, { mode: 0o600 });
    }
    const running = await Running.start(join(folder.path, "bin/kc.sh"), ["start", "--optimized", ...args], {
      log: join(folder.path, "server.log"),
      cwd: folder.path,
      env: { ...javaOf(folder.path), ...own },
    });
    const server = new KeycloakServer(
      running,
      folder.path,
      Number(own.KC_HTTP_PORT),
      Number(own.KC_HTTP_MANAGEMENT_PORT),
      folder.remove,
    );
    const ready = `http://127.0.0.1:${server.managementPort}/health/ready`;
    try {
      await running.until(() => answers(ready), `${ready} answers 200`, FIRST_START);
    } catch (error) {
      await running.stop();
      throw withErrors(error, running.output());
    }
    return server;
  } catch (error) {
    folder.remove();
    throw error;
  }
}

/** Asks at leisure: Keycloak logs each answer that is no, and would bury its own errors below them. */
async function answers(url: string): Promise<boolean> {
  await new Promise((next) => setTimeout(next, 500));
  return (await fetch(url)).status === 200;
}

/** What went wrong stands far above the end of the log, which tells how the server took itself down. */
function withErrors(problem: unknown, output: string): Error {
  const errors = output.split("\n").filter((line) => / ERROR |^ERROR/.test(line));
  const message = problem instanceof Error ? problem.message : String(problem);
  return new Error(`${message}\nits errors:\n  ${errors.join("\n  ")}`);
}

/** The folder with the output of a build with the build options among these; makes it when it is not there yet. */
async function built(env: Readonly<Record<string, string>>): Promise<string> {
  const options = Object.fromEntries(
    Object.entries(env)
      .filter(([name]) => BUILD_OPTION.test(name))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
  const engine = enginePath("keycloak");
  const key = createHash("sha256").update(JSON.stringify(options)).digest("hex").slice(0, 12);
  const target = join(dirname(engine), "built", `${basename(engine)}-${key}`);
  if (existsSync(target)) return target;

  mkdirSync(dirname(target), { recursive: true });
  const temporary = mkdtempSync(join(dirname(target), ".building-"));
  try {
    await copyDistribution(temporary);
    await succeed(join(temporary, "bin/kc.sh"), ["build"], { env: { ...javaOf(temporary), ...options } });
    try {
      renameSync(join(temporary, BUILD_OUTPUT), target);
    } catch (error) {
      if (!existsSync(target)) throw error; // another test was first: its build is as good as ours
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return target;
}

/** Copies the distribution into a folder: what is only read as hard links where the file system allows. */
async function copyDistribution(folder: string): Promise<void> {
  const engine = enginePath("keycloak");
  const linked = await execute("cp", ["-al", `${engine}/.`, folder]);
  if (linked.code !== 0) cpSync(engine, folder, { recursive: true });
  // A build and an editor write through a link, so these must not be links.
  for (const written of [BUILD_OUTPUT, "conf"]) {
    rmSync(join(folder, written), { recursive: true });
    cpSync(join(engine, written), join(folder, written), { recursive: true });
  }
  mkdirSync(join(folder, "tmp"), { recursive: true });
}

/**
 * The Java of the engine. `kc.sh` is Java's parent and hands signals on, but a killed one cannot: so the kernel ends Java
 * when its script is gone.
 */
function javaOf(folder: string): Readonly<Record<string, string>> {
  const home = enginePath("java-17", "/usr/lib/jvm/java-17-openjdk-amd64");
  const java = join(folder, "java.sh");
  writeFileSync(java, `#!/bin/sh\nexec setpriv --pdeathsig KILL -- '${home}/bin/java' "$@"\n`, { mode: 0o755 });
  return { JAVA: java, JAVA_HOME: home, JAVA_OPTS_APPEND: `-Djava.io.tmpdir=${folder}/tmp -XX:-UsePerfData` };
}
