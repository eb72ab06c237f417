import { execFile } from "node:child_process";
import { TroubleError } from "../../constructs/state/trouble";
import type { Terminal } from "../terminal";

/** Time after which Docker counts as out of reach. */
const PATIENCE = 30_000;
/** More than anything that is asked here is long. */
const LONGEST = 16 * 1024 * 1024;

/** How a program ended. */
export interface DockerAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the docker client with arguments, never through a shell. */
export type DockerClient = (...args: readonly string[]) => Promise<DockerAnswer>;

/**
 * The docker client that is on the path.
 *
 * Calls throw TroubleError ASH-STATE-006 when there is no such program, or when it does not answer.
 */
export function dockerClient({ variables }: Pick<Terminal, "variables">): DockerClient {
  return (...args) =>
    new Promise((resolve, reject) => {
      const options = { env: { ...variables }, timeout: PATIENCE, maxBuffer: LONGEST, encoding: "utf8" } as const;
      execFile("docker", args, options, (error, stdout, stderr) => {
        if (error === null) return resolve({ code: 0, stdout, stderr });
        if (typeof error.code === "number") return resolve({ code: error.code, stdout, stderr });
        const problem =
          error.code === "ENOENT" ? "there is no program docker on the path" : `docker ${args[0] ?? ""} did not answer`;
        return reject(new TroubleError("ASH-STATE-006", "docker", problem));
      });
    });
}

/**
 * What a command of the client prints.
 *
 * @throws TroubleError ASH-STATE-006 with the client's own words when it fails
 */
export async function dockerOutput(docker: DockerClient, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await docker(...args);
  if (code === 0) return stdout;
  const words = stderr.trim().split("\n").at(-1) ?? "";
  throw new TroubleError(
    "ASH-STATE-006",
    "docker",
    words === "" ? `docker ${args[0] ?? ""} ended with ${code}` : words,
  );
}
