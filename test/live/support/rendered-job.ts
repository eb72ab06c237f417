import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Peer } from "../../../constructs/model/peer";
import { Platform } from "../../../constructs/model/platform";
import { lowerPlatform } from "../../../constructs/render/lower";
import { ContainerFiles } from "./container-files";
import type { Finished } from "./process";
import type { RenderedPostgres } from "./rendered-postgres";

/** What a run of a job differs in. */
export interface JobOptions {
  /** Values of secrets, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Put in the place of rendered variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a job of a platform to its end against its real database: its rendered command, environment, files and identity. */
export async function runJob(server: RenderedPostgres, job: Peer, options: JobOptions): Promise<Finished> {
  const { installation } = server;
  const platform = Platform.of(job);
  const workload = lowerPlatform(platform, "compose").workloadOf(job);
  if (workload === undefined) throw new Error(`${job.node.path} has no workload`);
  const root = join(installation.folder, job.identity.commonName);
  mkdirSync(root, { recursive: true });
  installation.own(root, 0o755);
  const files = new ContainerFiles({
    ...{ platform, workload, root, port: server.port, secrets: options.secrets },
    identity: await server.issue(job),
    own: (path, mode) => void installation.own(path, mode),
  });
  await files.write();
  const [program = "", ...args] = files.command;
  return installation.run(program, args, { ...files.env, ...options.env });
}
