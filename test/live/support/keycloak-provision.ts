import { spawn } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { provisionProgram } from "../../../constructs/keycloak/provision";
import { enginePath } from "./engines";
import type { KeycloakServer } from "./keycloak";
import { execute, waitUntil } from "./process";
import type { Finished } from "./process";

/** What a realm is declared to be, as the admin API's representations; a plan is written from it. */
export interface DeclaredRealm {
  readonly realm: Readonly<Record<string, unknown>>;
  readonly roles?: Readonly<Record<string, { readonly description: string; readonly includes?: readonly string[] }>>;
  readonly clients?: Readonly<
    Record<
      string,
      { readonly id: string; readonly serviceRoles?: readonly string[]; readonly is: Readonly<Record<string, unknown>> }
    >
  >;
  readonly providers?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly users?: Readonly<
    Record<string, { readonly is: Readonly<Record<string, unknown>>; readonly roles?: readonly string[] }>
  >;
}

/** How the job was run. */
export interface JobOptions {
  readonly realm: string;
  readonly adminSecret: string;
  readonly ledgerId: string;
}

/** Runs the job as its container would, and keeps what it said and what could be seen of it. */
export class ProvisionJob {
  /** Everything that any run wrote. */
  output = "";
  private readonly calls: string;
  private readonly kcadm: string;
  /** The program as its container has it. */
  private readonly program: string;

  /** The folder holds plans and the job's scratch; the caller removes it. */
  constructor(
    private readonly server: KeycloakServer,
    private readonly folder: string,
  ) {
    this.calls = this.write("calls", "");
    const { content } = provisionProgram();
    if (content.format !== "program") throw new Error("the job is no program");
    this.program = this.write("provision.sh", content.text);
    // Keycloak's own command, and a note of each call.
    const text = `#!/bin/sh\necho "$*" >>'${this.calls}'\nexec '${server.folder}/bin/kcadm.sh' "$@"\n`;
    this.kcadm = this.write("kcadm.sh", text, 0o755);
  }

  /** Runs the job to its end. */
  async run(declared: DeclaredRealm, options: JobOptions): Promise<Finished> {
    const result = await execute("bash", [this.program], { env: this.environment(declared, options) });
    this.output += result.stdout + result.stderr;
    return result;
  }

  /** Runs a job that must succeed, and returns the line that it ends with. */
  async succeed(declared: DeclaredRealm, options: JobOptions): Promise<string> {
    const { code, stdout, stderr } = await this.run(declared, options);
    if (code !== 0 || stderr !== "") throw new Error(`provision.sh ended with ${code}:\n${stderr}${stdout}`);
    return stdout.trimEnd();
  }

  /** Runs the job and kills it, with all it started, when it makes a call that matches. */
  async kill(declared: DeclaredRealm, options: JobOptions, when: RegExp): Promise<void> {
    const env = { ...process.env, ...this.environment(declared, options) };
    const child = spawn("bash", [this.program], { env, stdio: "ignore", detached: true });
    const end = new Promise((done) => child.once("exit", done));
    const all = -(child.pid ?? Number.NaN);
    try {
      await waitUntil(
        () => child.exitCode !== null || this.lastCalls().some((call) => when.test(call)),
        `${when}`,
        90_000,
      );
      if (child.exitCode !== null)
        throw new Error(`provision.sh ended (${child.exitCode}) without a call like ${when}`);
    } finally {
      if (child.exitCode === null) process.kill(all, "SIGKILL");
      await end;
    }
  }

  /** The arguments of each call that the last run made. */
  lastCalls(): readonly string[] {
    return readFileSync(this.calls, "utf8").split("\n").filter(Boolean);
  }

  /** What the last run left in its temporary folder. */
  leftovers(): readonly string[] {
    return readdirSync(this.folder).filter((name) => name.startsWith("tmp."));
  }

  private environment(declared: DeclaredRealm, options: JobOptions): Readonly<Record<string, string>> {
    writeFileSync(this.calls, "");
    return {
      KCADM: this.kcadm,
      KEYCLOAK_URL: this.server.url,
      ADMIN_CLIENT: "bootstrap",
      ADMIN_SECRET_FILE: this.write("admin-secret", options.adminSecret),
      REALM: options.realm,
      LEDGER_ID: options.ledgerId,
      PLAN: this.plan(declared),
      JAVA_HOME: enginePath("java-17", "/usr/lib/jvm/java-17-openjdk-amd64"),
      TMPDIR: this.folder,
      HOME: "/nonexistent",
      LC_ALL: "C", // an image need not know a language
    };
  }

  private plan({ realm, roles = {}, clients = {}, providers = {}, users = {} }: DeclaredRealm): string {
    const file = (name: string, content: unknown): string => this.write(`${name}.json`, JSON.stringify(content));
    const lines = [
      `realm ${file("realm", realm)}`,
      ...Object.entries(roles).map(
        ([name, { description }]) => `role ${name} ${file(`role-${name}`, { name, description })}`,
      ),
      ...Object.entries(roles).flatMap(([name, { includes = [] }]) =>
        includes.length === 0 ? [] : [`composites ${name} ${includes.join(",")}`],
      ),
      ...Object.entries(clients).map(
        ([clientId, { id, is }]) => `client ${id} ${clientId} ${file(`client-${clientId}`, { id, clientId, ...is })}`,
      ),
      ...Object.values(clients).flatMap(({ id, serviceRoles = [] }) =>
        serviceRoles.length === 0 ? [] : [`service-roles ${id} ${serviceRoles.join(",")}`],
      ),
      ...Object.entries(providers).map(([alias, is]) => `idp ${alias} ${file(`idp-${alias}`, { alias, ...is })}`),
      ...Object.entries(users).map(([username, { is, roles: given = [] }]) =>
        ["user", username, file(`user-${username}`, { username, ...is }), given.join(",")].join(" ").trimEnd(),
      ),
    ];
    return this.write("plan", `${lines.join("\n")}\n`);
  }

  private write(name: string, text: string, mode = 0o600): string {
    const path = join(this.folder, name);
    writeFileSync(path, text, { mode });
    return path;
  }
}

/** Looks at the arguments of every process while something runs, and tells which of the words were seen there. */
export async function wordsInArguments<T>(
  words: readonly string[],
  action: () => Promise<T>,
): Promise<{ readonly result: T; readonly seen: readonly string[]; readonly looks: number }> {
  const seen = new Set<string>();
  let looks = 0;
  let running = true;
  const watch = (async () => {
    while (running) {
      const all = readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .map(argumentsOf)
        .join("\n");
      if (all.includes("kcadm")) looks += 1;
      for (const word of words) if (all.includes(word)) seen.add(word);
      await new Promise((next) => setTimeout(next, 20));
    }
  })();
  try {
    return { result: await action(), seen: [...seen], looks };
  } finally {
    running = false;
    await watch;
  }
}

/** Empty for a process that is gone by now. */
function argumentsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
