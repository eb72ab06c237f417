import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A user by number; it needs no name. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** What to start and how. */
export interface StartOptions {
  /** Where its output goes; appended to. */
  readonly log: string;
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The user it runs as; this process's unless given. Needs root. */
  readonly runAs?: User;
  /** The signal that asks it to end; SIGTERM unless said otherwise (PostgreSQL's quick way is SIGINT). */
  readonly stopSignal?: NodeJS.Signals;
}

// A test run that is killed must not leave a server behind, and jest runs no exit handlers then: the kernel itself sends
// the stop signal when the parent is gone.
function tied(
  program: string,
  args: readonly string[],
  signal: NodeJS.Signals,
  user?: User,
): readonly [string, readonly string[]] {
  const as = user === undefined ? [] : ["--reuid", String(user.uid), "--regid", String(user.gid), "--clear-groups"];
  return ["setpriv", [...as, "--pdeathsig", signal.replace("SIG", ""), "--", program, ...args]];
}

/** A started program. */
export class Running {
  private ended: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined;
  private readonly end: Promise<void>;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    private readonly options: StartOptions,
  ) {
    this.end = new Promise((done) => {
      child.once("exit", (code, signal) => {
        this.ended = { code, signal };
        done();
      });
    });
  }

  /** Starts a program; rejects when it cannot be started at all. */
  static async start(program: string, args: readonly string[], options: StartOptions): Promise<Running> {
    const file = openSync(options.log, "a");
    const [command, all] = tied(program, args, options.stopSignal ?? "SIGTERM", options.runAs);
    const child = spawn(command, all, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", file, file],
    });
    const name = program.split("/").at(-1) ?? program;
    const result = new Running(name, child, options);
    await new Promise<void>((done, fail) => {
      child.once("spawn", done);
      child.once("error", (error) => fail(new Error(`${program} cannot be started: ${error.message}`)));
    }).finally(() => closeSync(file));
    return result;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.name} never started`);
    return this.child.pid;
  }

  /** Undefined while it runs, then its exit code, or the name of the signal that ended it. */
  get exit(): number | string | undefined {
    return this.ended === undefined ? undefined : (this.ended.code ?? this.ended.signal ?? "unknown");
  }

  /** What it wrote so far. */
  output(): string {
    return readFileSync(this.options.log, "utf8");
  }

  /** Waits for a condition; fails with the end of the log when the program dies first or the time is over. */
  async until(condition: () => boolean | Promise<boolean>, what: string, timeoutMs = 15_000): Promise<void> {
    try {
      await waitUntil(() => this.ended !== undefined || condition(), what, timeoutMs);
    } catch (error) {
      throw this.failure(error instanceof Error ? error.message : String(error));
    }
    if (this.ended !== undefined) throw this.failure(`ended (${this.exit}) while waiting until ${what}`);
  }

  /** Waits for its end by itself, and returns the exit code or signal. */
  async exited(timeoutMs = 15_000): Promise<number | string> {
    await waitUntil(() => this.ended !== undefined, "it ends", timeoutMs).catch((error: Error) => {
      throw this.failure(error.message);
    });
    return this.exit ?? "unknown";
  }

  /** Sends a signal, for example SIGHUP to reload. */
  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Asks it to end, and ends it by force when it does not. Calling it twice is fine. */
  async stop(graceMs = 10_000): Promise<void> {
    if (this.ended !== undefined) return;
    this.child.kill(this.options.stopSignal ?? "SIGTERM");
    const force = setTimeout(() => this.child.kill("SIGKILL"), graceMs);
    await this.end;
    clearTimeout(force);
  }

  private failure(problem: string): Error {
    const tail = this.output().trimEnd().split("\n").slice(-25).join("\n  ");
    return new Error(`${this.name}: ${problem}; the end of ${this.options.log}:\n  ${tail}`);
  }
}

/** A finished program: what it wrote and how it ended. */
export interface Finished {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a program to its end. */
export interface ExecuteOptions {
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads on standard input; nothing unless given. */
  readonly input?: string;
  readonly runAs?: User;
}

/** Runs a program to its end; a failing exit code is a result, not an error. */
export async function execute(
  program: string,
  args: readonly string[],
  options: ExecuteOptions = {},
): Promise<Finished> {
  const [command, all] = tied(program, args, "SIGTERM", options.runAs);
  const child = spawn(command, all, { cwd: options.cwd, env: { ...process.env, ...options.env } });
  const text = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8");
  child.stderr.setEncoding("utf8");
  child.stdout.on("data", (chunk: string) => (text.stdout += chunk));
  child.stderr.on("data", (chunk: string) => (text.stderr += chunk));
  child.stdin.on("error", () => undefined); // it may end without reading its input
  child.stdin.end(options.input ?? "");
  const code = await new Promise<number | string>((done, fail) => {
    child.once("error", (error) => fail(new Error(`${program} cannot be started: ${error.message}`)));
    child.once("close", (status, signal) => done(status ?? signal ?? "unknown"));
  });
  return { code, ...text };
}

/** Runs a program that must succeed, and returns its output. */
export async function succeed(program: string, args: readonly string[], options: ExecuteOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await execute(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${stderr}${stdout}`);
  return stdout;
}

/** Asks every 50 ms until the answer is yes; an error counts as no, and the last one is told when the time is over. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = 15_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let problem = "";
    try {
      if (await condition()) return;
    } catch (error) {
      problem = error instanceof Error ? `; last: ${error.message}` : "";
    }
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms until ${what}${problem}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** Whether something listens there. */
export function isListening(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ port, host });
    const answer = (result: boolean): void => {
      socket.destroy();
      done(result);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
  });
}

/** Ports that are free on 127.0.0.1 now, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((done, fail) => {
        server.once("error", fail);
        server.listen(0, "127.0.0.1", () => done(server));
      });
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** One free port. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error("no free port");
  return port;
}

/** A new folder under the system's temporary one, and how to remove it. */
export function temporaryFolder(name: string): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `ashlar-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
