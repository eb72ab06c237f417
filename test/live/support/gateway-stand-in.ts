import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Kong } from "../../../constructs/kong/kong";
import { Platform } from "../../../constructs/model/platform";
import type { LeafMaterial } from "../../../constructs/pki/material";
import { lowerPlatform } from "../../../constructs/render/lower";
import { ContainerFiles } from "./container-files";
import { enginePath } from "./engines";
import { Running, execute, freePorts, isListening, type Finished } from "./process";

/** Kong's commands with nginx behind them: what the local image in Kong's place is made of. */
const STAND_IN = resolve(__dirname, "../../../tools/kong-stand-in");

/** What a test changes in a gateway. */
export interface GatewayOptions {
  readonly secrets?: Readonly<Record<string, string>>;
  /** Variables in the place of rendered ones. */
  readonly env?: Readonly<Record<string, string>>;
  /** What becomes of the rendered file of routes. */
  readonly edit?: (routes: string) => string;
}

/**
 * A gateway as the component Kong renders it: the rendered start program with the rendered files and variables, whose
 * paths are moved below a folder. What it starts is NOT Kong, which is in no package registry, but nginx with a
 * configuration that is made of the same declarative file. So what is shown is what that file says, not how Kong reads it.
 */
export class GatewayStandIn {
  private constructor(
    readonly running: Running,
    readonly ports: { readonly https: number; readonly http: number; readonly status: number },
    private readonly files: ContainerFiles,
    private readonly env: Readonly<Record<string, string>>,
    private readonly watcher: number,
  ) {}

  /** Starts it and waits until it is healthy. */
  static async start(
    kong: Kong,
    identity: LeafMaterial,
    folder: string,
    { secrets = {}, env = {}, edit = (routes) => routes }: GatewayOptions = {},
  ): Promise<GatewayStandIn> {
    const platform = Platform.of(kong);
    const workload = lowerPlatform(platform, "compose").workloadOf(kong.peer);
    if (workload === undefined) throw new Error(`${kong.node.path} has no workload`);
    mkdirSync(folder, { recursive: true });
    const files = new ContainerFiles({
      ...{ platform, workload, root: folder, port: 0, identity, secrets },
      own: (path, mode) => chmodSync(path, mode),
    });
    await files.write();
    const [https = 0, http = 0, status = 0] = await freePorts(3);
    const [shell = "", program = ""] = files.command;
    const routes = files.env["ASHLAR_ROUTES"] ?? "";
    rewrite(routes, edit);
    // Renewed files are looked for every second instead of every half minute; everything else is as rendered.
    rewrite(program, (text) => text.replace("sleep 30", "sleep 1"));
    const own = {
      ...files.env,
      ASHLAR_NGINX: join(STAND_IN, "nginx"),
      KONG_PROXY_LISTEN: (files.env["KONG_PROXY_LISTEN"] ?? "")
        .replace(":8443", `:${https}`)
        .replace(":8000", `:${http}`),
      KONG_STATUS_LISTEN: `127.0.0.1:${status}`,
      PATH: `${STAND_IN}:${process.env["PATH"] ?? ""}`,
      ...env,
    };
    // It is there, or says how to get it.
    enginePath("nginx", "/usr/sbin/nginx");
    const running = await Running.start(shell, [program], { log: join(folder, "gateway.log"), env: own });
    await running.until(() => isListening(https), "it listens");
    const gateway = new GatewayStandIn(running, { https, http, status }, files, own, watcherOf(running.pid));
    await running.until(async () => (await gateway.health()).code === 0, "it is healthy");
    return gateway;
  }

  /** What its health check would be told. */
  async health(): Promise<Finished> {
    const [program = "", ...args] = this.files.probe("ready");
    return execute(program, args, { env: { ...this.env } });
  }

  /** Renews its certificate on disk. Nothing tells the program. */
  renew(identity: LeafMaterial): Promise<void> {
    return this.files.writeIdentity(identity);
  }

  /** Ends it, with what it started beside itself. */
  async stop(): Promise<void> {
    // In a container the first process takes the others with it.
    process.kill(this.watcher, "SIGTERM");
    await this.running.stop();
  }
}

function rewrite(path: string, edit: (text: string) => string): void {
  const text = readFileSync(path, "utf8");
  chmodSync(path, 0o644);
  writeFileSync(path, edit(text));
}

/** The part of the start program that stays beside the server, and looks at its files. */
function watcherOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
  const watcher = children.find((child) => readFileSync(`/proc/${child}/comm`, "utf8").trim() === "bash");
  if (watcher === undefined) throw new Error("the start program watches nothing");
  return watcher;
}
