import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Peer } from "../../../constructs/model/peer";
import { Platform } from "../../../constructs/model/platform";
import { issueLeaf } from "../../../constructs/pki/leaf";
import type { Authority, LeafMaterial } from "../../../constructs/pki/material";
import { lowerPlatform } from "../../../constructs/render/lower";
import { ContainerFiles } from "./container-files";
import { enginePath } from "./engines";
import { Running, freePort, isListening } from "./process";

/** How a certificate differs from the right one. */
export interface IssueOptions {
  /** When it was issued; now unless said. It is valid for a day. */
  readonly now?: Date;
  /** Its host names; `localhost` unless said. */
  readonly dnsNames?: readonly string[];
}

/** Issues the certificate of a peer, which says what `ashlar init` would have it say. */
export function issue(authority: Authority, peer: Peer, options: IssueOptions = {}): Promise<LeafMaterial> {
  const { commonName, uri } = peer.identity;
  const { dnsNames = ["localhost"], now = new Date() } = options;
  return issueLeaf(authority, { commonName, uri, dnsNames, usages: ["server", "client"], days: 1, now });
}

/** What a test changes in a sidecar's arguments, because one machine is not a pod. */
export interface SidecarOptions {
  /** The loopback port of a tunnel, and any other text, by what is rendered. */
  readonly replace?: Readonly<Record<string, string>>;
}

/**
 * A TLS sidecar of a workload as the mesh renders it: the real program with the rendered arguments, whose paths are moved
 * below a folder and whose status port is a free one.
 */
export class RenderedSidecar {
  private constructor(
    readonly running: Running,
    readonly args: readonly string[],
    readonly statusPort: number,
    private readonly files: ContainerFiles,
  ) {}

  /** Starts it and waits until it listens. */
  static async start(
    peer: Peer,
    name: string,
    identity: LeafMaterial,
    folder: string,
    { replace = {} }: SidecarOptions = {},
  ): Promise<RenderedSidecar> {
    const platform = Platform.of(peer);
    const workload = lowerPlatform(platform, "compose").workloadOf(peer);
    const container = workload?.sidecars.find((sidecar) => sidecar.name === name);
    if (workload === undefined || container === undefined) throw new Error(`${peer.node.path} has no sidecar ${name}`);
    const root = join(folder, `${peer.identity.commonName}-${name}`);
    mkdirSync(root, { recursive: true });
    const files = new ContainerFiles({ platform, workload, container, root, port: 0, identity, own: chmodSync });
    await files.write();
    const statusPort = await freePort();
    const [, ...rendered] = files.command;
    const args = rendered.map((arg) => {
      const [flag = ""] = arg.split("=");
      return flag === "--status" ? `--status=http://127.0.0.1:${statusPort}` : (replace[arg] ?? arg);
    });
    const log = join(root, "ghostunnel.log");
    const running = await Running.start(enginePath("ghostunnel", "bin/ghostunnel"), args, { log });
    await running.until(() => isListening(statusPort), "its status port is open");
    return new RenderedSidecar(running, args, statusPort, files);
  }

  /** Renews its certificate on disk. Nothing tells the program. */
  renew(identity: LeafMaterial): Promise<void> {
    return this.files.writeIdentity(identity);
  }

  /** What its health check would be told. */
  async status(): Promise<number> {
    return (await fetch(`http://127.0.0.1:${this.statusPort}/_status`)).status;
  }

  /** Ends it. */
  stop(): Promise<void> {
    return this.running.stop();
  }
}
