import { main } from "../../cli/main";
import { checkSchema } from "../../cli/schemas/check";
import { diffSchema } from "../../cli/schemas/diff";
import { explainSchema } from "../../cli/schemas/explain";
import { graphSchema } from "../../cli/schemas/graph";
import { initSchema } from "../../cli/schemas/init";
import { planSchema } from "../../cli/schemas/plan";
import { preflightSchema } from "../../cli/schemas/preflight";
import { previewSchema } from "../../cli/schemas/preview";
import { synthSchema } from "../../cli/schemas/synth";
import type { Terminal } from "../../cli/terminal";

const SCHEMAS = {
  synth: synthSchema,
  init: initSchema,
  check: checkSchema,
  diff: diffSchema,
  graph: graphSchema,
  plan: planSchema,
  explain: explainSchema,
  preflight: preflightSchema,
  preview: previewSchema,
};

/** What a command line did. */
export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line inside this process, with a world of the test's own. */
export async function run(folder: string, args: readonly string[], world: Partial<Terminal> = {}): Promise<CliRun> {
  let [stdout, stderr] = ["", ""];
  const exitCode = await main(args, {
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    isInteractive: false,
    variables: {},
    folder,
    now: () => new Date("2026-03-01T12:00:00Z"),
    ...world,
  });
  return { exitCode, stdout, stderr };
}

/** Runs a command with --json and holds its one document against the published schema. */
export async function runJson<Command extends keyof typeof SCHEMAS>(
  folder: string,
  [command, ...args]: readonly [Command, ...string[]],
  world: Partial<Terminal> = {},
) {
  const { exitCode, stdout, stderr } = await run(folder, [command, ...args, "--json"], world);
  const document = SCHEMAS[command].parse(JSON.parse(stdout)) as ReturnType<(typeof SCHEMAS)[Command]["parse"]>;
  return { exitCode, document, stderr };
}
