import { existsSync, readFileSync } from "node:fs";
import type { ComposeProject } from "./compose-project";
import type { Docker, LocalImage } from "./docker";
import type { Finished } from "./process";
import { waitUntil } from "./process";

/** What `docker inspect` tells of a container, as far as tests ask. */
export interface ContainerState {
  readonly Id: string;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Pid: number;
    readonly StartedAt: string;
    readonly Health?: { readonly Status: string };
  };
  readonly RestartCount: number;
  readonly Config: { readonly User: string; readonly Labels: Readonly<Record<string, string>> };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly Privileged: boolean;
    readonly CapAdd: readonly string[] | null;
    readonly CapDrop: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
    readonly NanoCpus: number;
    readonly Memory: number;
    readonly PidsLimit: number | null;
    readonly PortBindings: Readonly<Record<string, unknown>> | null;
  };
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly unknown[] | null>> | null;
    readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>>;
  };
}

/** What the kernel says of a container's first process. */
export interface ProcessFacts {
  readonly uid: number;
  readonly gid: number;
  /** Masks in hexadecimal: what it has, and what it could ever gain. */
  readonly capabilities: { readonly effective: string; readonly bounding: string };
  readonly noNewPrivileges: boolean;
  readonly limits: { readonly cpus: number; readonly memory: number; readonly pids: number };
}

/** The local image that stands for one that the files name, and cannot be pulled. */
const LOCAL: readonly (readonly [RegExp, LocalImage])[] = [
  [/^ghcr\.io\/cloudnative-pg\/postgresql:17\./, "postgres-17"],
  [/^docker\.io\/ghostunnel\/ghostunnel:/, "ghostunnel"],
  [/^docker\.io\/kong\/kong:/, "kong-stand-in"],
  [/^docker\.io\/postgrest\/postgrest:/, "postgrest-stand-in"],
  [/^docker\.io\/library\/busybox:/, "busybox"],
  [/^docker\.io\/library\/postgres:.*-alpine/, "postgres-alpine-stand-in"],
  [/^quay\.io\/keycloak\/keycloak:/, "keycloak"],
  [/^registry\.k8s\.io\/pause:/, "pause"],
];

/** A project in a daemon. */
export class RunningProject {
  public constructor(
    private readonly docker: Docker,
    public readonly project: ComposeProject,
  ) {}

  /** Makes every image that the rendered file names known under exactly that name. */
  public async loadImages(): Promise<void> {
    const names = new Set(Object.values(this.project.file.services).map(({ image }) => image));
    for (const name of names) {
      const [, local] = LOCAL.find(([pattern]) => pattern.test(name)) ?? [];
      if (local === undefined) throw new Error(`no local image stands for ${name}`);
      await this.docker.loadImage(local, name);
    }
  }

  /** `docker compose up --wait`; fails with what the daemon and the containers said. */
  public async up(seconds = 150): Promise<void> {
    const args = ["up", "--detach", "--wait", "--wait-timeout", String(seconds)];
    const { code, stderr } = await this.compose(args);
    if (code === 0) return;
    const states = await this.compose(["ps", "--all"]);
    const logs = await this.compose(["logs", "--tail", "20"]);
    throw new Error(`up --wait ended with ${code}:\n${stderr}\n${states.stdout}\n${logs.stdout}${logs.stderr}`);
  }

  /** `docker compose down`, which keeps the volumes. */
  public async down(): Promise<void> {
    const { code, stderr } = await this.compose(["down"]);
    if (code !== 0) throw new Error(`down ended with ${code}: ${stderr}`);
  }

  public compose(args: readonly string[]): Promise<Finished> {
    return this.docker.compose(this.project.folder, args);
  }

  /** Runs a program in a service's container. */
  public exec(service: string, ...command: readonly string[]): Promise<Finished> {
    return this.docker.try(["exec", `${this.project.name}-${service}-1`, ...command]);
  }

  /** The daemon's name of a network of the project. */
  public network(name: string): string {
    return `${this.project.name}_${name}`;
  }

  /** Runs a program in a container that is no part of the project, in a network of the daemon's. */
  public async aside(
    network: string,
    image: string,
    command: readonly string[],
    ...options: string[]
  ): Promise<Finished> {
    return this.docker.try(["run", "--rm", "--network", network, ...options, image, ...command]);
  }

  /** The containers of all services, by service. */
  public async inspectAll(): Promise<ReadonlyMap<string, ContainerState>> {
    const own = `label=com.docker.compose.project=${this.project.name}`;
    const ids = (await this.docker.run(["ps", "--all", "--quiet", "--no-trunc", "--filter", own])).trim().split("\n");
    const states = JSON.parse(await this.docker.run(["inspect", ...ids])) as ContainerState[];
    return new Map(states.map((state) => [state.Config.Labels["com.docker.compose.service"] ?? "", state]));
  }

  public async inspect(service: string): Promise<ContainerState> {
    const state = (await this.inspectAll()).get(service);
    if (state === undefined) throw new Error(`${service} has no container`);
    return state;
  }

  /** Ends a container's first process as a crash would; `docker kill` would count as somebody's will. */
  public async crash(service: string): Promise<void> {
    const { Id, State } = await this.inspect(service);
    process.kill(State.Pid, "SIGKILL");
    const isAnother = async (): Promise<boolean> => {
      const now = await this.inspect(service);
      return now.Id === Id && now.State.Status === "running" && now.State.Pid !== State.Pid;
    };
    await waitUntil(isAnother, `${service} runs again`, 20_000);
  }

  public async untilHealthy(service: string, seconds = 45): Promise<void> {
    const isHealthy = async (): Promise<boolean> => (await this.inspect(service)).State.Health?.Status === "healthy";
    await waitUntil(isHealthy, `${service} is healthy`, seconds * 1000);
  }
}

/** Reads what the kernel says of a process and of its control group. */
export function processFacts(pid: number): ProcessFacts {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const field = (name: string): readonly string[] =>
    new RegExp(`^${name}:\\s*(.*)$`, "m").exec(status)?.[1]?.split(/\s+/) ?? [];
  return {
    uid: Number(field("Uid")[1]),
    gid: Number(field("Gid")[1]),
    capabilities: { effective: field("CapEff")[0] ?? "", bounding: field("CapBnd")[0] ?? "" },
    noNewPrivileges: field("NoNewPrivs")[0] === "1",
    limits: limitsOf(readFileSync(`/proc/${pid}/cgroup`, "utf8")),
  };
}

const CGROUPS = "/sys/fs/cgroup";

/** Limits of a process, from its `/proc/<pid>/cgroup`: one line for each controller, or one for all in version 2. */
function limitsOf(groups: string): ProcessFacts["limits"] {
  const read = (controller: string, file: string): string => {
    const path = new RegExp(`^\\d+:(?:[^:]*,)?${controller}(?:,[^:]*)?:(.*)$`, "m").exec(groups)?.[1] ?? "";
    return readFileSync(`${CGROUPS}/${controller}${path}/${file}`, "utf8").trim();
  };
  if (existsSync(`${CGROUPS}/cgroup.controllers`)) {
    const [quota, period] = read("", "cpu.max").split(" ").map(Number);
    const [memory, pids] = [read("", "memory.max"), read("", "pids.max")].map(Number);
    return { cpus: (quota ?? NaN) / (period ?? NaN), memory: memory ?? NaN, pids: pids ?? NaN };
  }
  return {
    cpus: Number(read("cpu", "cpu.cfs_quota_us")) / Number(read("cpu", "cpu.cfs_period_us")),
    memory: Number(read("memory", "memory.limit_in_bytes")),
    pids: Number(read("pids", "pids.max")),
  };
}
