import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { enginePath } from "./engines";
import type { EngineName } from "./engines";
import { HostNetwork } from "./host-network";
import { Running, execute, succeed, temporaryFolder } from "./process";
import type { ExecuteOptions, Finished } from "./process";

/** The engines that a daemon with Compose needs; the images come on top. */
export const dockerEngines = ["dockerd", "compose"] as const satisfies readonly EngineName[];

/** The images that can be had, by the end of their engine's name: none can be pulled, these are made locally. */
export type LocalImage = Extract<EngineName, `image-${string}`> extends `image-${infer Name}` ? Name : never;

/**
 * A Docker daemon of the test's own: own data, own socket, no default bridge. It changes the machine's forwarding and
 * firewall as every Docker daemon does; {@link Docker.stop} puts them back.
 */
export class Docker {
  private readonly imported = new Map<LocalImage, string>();

  private constructor(
    private readonly daemon: Running,
    /** For `DOCKER_HOST` and `DOCKER_CONFIG` (Compose is a plugin in there). */
    readonly env: Readonly<Record<"DOCKER_HOST" | "DOCKER_CONFIG", string>>,
    readonly folder: string,
    private readonly before: HostNetwork,
    private readonly remove: () => void,
  ) {}

  /** Starts a daemon. Needs root. */
  static async start(): Promise<Docker> {
    const folder = temporaryFolder("docker");
    const before = await HostNetwork.record();
    const inside = (name: string): string => join(folder.path, name);
    const socket = `unix://${inside("docker.sock")}`;
    const config = {
      hosts: [socket],
      "data-root": inside("data"),
      "exec-root": inside("exec"),
      pidfile: inside("docker.pid"),
      "storage-driver": "overlay2",
      bridge: "none",
    };
    writeFileSync(inside("daemon.json"), JSON.stringify(config));
    const plugins = inside("client/cli-plugins");
    mkdirSync(plugins, { recursive: true });
    symlinkSync(enginePath("compose", "bin/docker-compose"), join(plugins, "docker-compose"));
    const env = { DOCKER_HOST: socket, DOCKER_CONFIG: inside("client") };
    const program = enginePath("dockerd", "/usr/sbin/dockerd");
    const daemon = await Running.start(program, ["--config-file", inside("daemon.json")], {
      log: inside("dockerd.log"),
    });
    const docker = new Docker(daemon, env, folder.path, before, () => folder.remove());
    try {
      await daemon.until(async () => (await docker.try(["version"])).code === 0, "the daemon answers", 60_000);
      return docker;
    } catch (error) {
      await docker.stop();
      throw error;
    }
  }

  /** Runs the docker client, and tells how it ended. */
  try(args: readonly string[], options: ExecuteOptions = {}): Promise<Finished> {
    return execute(enginePath("dockerd", "/usr/bin/docker"), args, {
      ...options,
      env: { ...this.env, ...options.env },
    });
  }

  /** Runs the docker client, which must succeed, and returns its output. */
  run(args: readonly string[], options: ExecuteOptions = {}): Promise<string> {
    return succeed(enginePath("dockerd", "/usr/bin/docker"), args, {
      ...options,
      env: { ...this.env, ...options.env },
    });
  }

  /** Runs `docker compose` in a folder, and tells how it ended. */
  compose(folder: string, args: readonly string[], options: ExecuteOptions = {}): Promise<Finished> {
    return this.try(["compose", ...args], { ...options, cwd: folder });
  }

  /** Makes a local image known under any name, so that a rendered file that names the real image finds this one. */
  async loadImage(image: LocalImage, tag: string): Promise<void> {
    const known = this.imported.get(image);
    if (known !== undefined) {
      await this.run(["tag", known, tag]);
      return;
    }
    const folder = enginePath(`image-${image}`);
    const { changes } = JSON.parse(readFileSync(join(folder, "image.json"), "utf8")) as {
      readonly changes: readonly string[];
    };
    const settings = changes.flatMap((change) => ["--change", change]);
    const id = (await this.run(["import", ...settings, join(folder, "rootfs.tar"), tag])).trim();
    this.imported.set(image, id);
  }

  /** The daemon's own words. */
  log(): string {
    return this.daemon.output();
  }

  /** Removes every container and network, ends the daemon, and puts the machine's network back. */
  async stop(): Promise<void> {
    if (this.daemon.exit === undefined) {
      const containers = (await this.try(["ps", "--all", "--quiet"])).stdout.split("\n").filter((id) => id !== "");
      if (containers.length > 0) await this.try(["rm", "--force", "--volumes", ...containers]);
      await this.try(["network", "prune", "--force"]);
    }
    await this.daemon.stop(20_000);
    await this.before.restore();
    for (const mount of mountsBelow(this.folder)) await execute("umount", ["--lazy", mount]);
    this.remove();
  }
}

/** What is still mounted below a folder, the innermost first. */
function mountsBelow(folder: string): readonly string[] {
  if (!existsSync("/proc/self/mounts")) return [];
  const mounts = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "");
  return mounts.filter((mount) => mount.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length);
}

/** Runs `docker compose` without a daemon: for `config`, which asks none. */
export async function composeWithoutDaemon(
  folder: string,
  args: readonly string[],
  options: ExecuteOptions = {},
): Promise<Finished> {
  return execute(enginePath("compose", "bin/docker-compose"), args, { ...options, cwd: folder });
}
