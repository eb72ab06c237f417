import { Option, type Command } from "commander";
import type { GraphCommandOptions } from "./commands/graph";
import type { PreflightCommandOptions } from "./commands/preflight";
import { GRAPH_FORMATS } from "./graph-format";
import { addPlatformOptions } from "./options";
import type { PlatformOptions } from "./platform-options";
import type { Runner } from "./runner";

const REFERENCE = "<stack | module>";

/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-assignment -- each command is loaded
   when it runs, and in place: an import() would start another loader */

/** The commands that look and write nothing: what a platform is, what it takes, what a code means, what is there. */
export function addSurveyCommands(program: Command, run: Runner): void {
  addGraph(program.command("graph"), run);
  addPlan(program.command("plan"), run);
  addExplain(program.command("explain"), run);
  addPreflight(program.command("preflight"), run);
}

function addGraph(command: Command, run: Runner): void {
  command
    .summary("draw who talks with whom, and how each connection is closed")
    .description(
      "Draws a platform's topology: workloads by component, connections with how they are closed, what is public, and " +
        "the ways out.",
    )
    .argument(REFERENCE, "as for synth")
    .addOption(
      new Option("--format <format>", "how it is drawn; the file's ending says it, else text").choices(GRAPH_FORMATS),
    )
    .option("--out <file>", "the drawing's file; it is written over. Default: stdout")
    .action((reference: string, options: GraphCommandOptions) =>
      run("graph", command.optsWithGlobals(), (context) => {
        const { graph }: typeof import("./commands/graph") = require("./commands/graph");
        return graph(reference, options, context);
      }),
    );
  addPlatformOptions(command, "on which target; compose unless said");
}

function addPlan(command: Command, run: Runner): void {
  command
    .summary("tell what a platform takes, by component, against its quotas")
    .description(
      "Tells the processor time, memory, storage and pods that a platform takes at most, by component and in sum, and " +
        "what its quotas leave. The exit code is 1 when something does not fit.",
    )
    .argument(REFERENCE, "as for synth")
    .action((reference: string, options: PlatformOptions) =>
      run("plan", command.optsWithGlobals(), (context) => {
        const { plan }: typeof import("./commands/plan") = require("./commands/plan");
        return plan(reference, options, context);
      }),
    );
  addPlatformOptions(command, "what to plan; repeat it, or leave it out for both");
}

function addExplain(command: Command, run: Runner): void {
  command
    .summary("tell what a code means, and what to do about it")
    .description("Tells what a code of a message, rule or check means: why it is there, what is allowed, and the cure.")
    .argument("<code>", "a code as messages carry it, for example ASH-INPUT-001 or BASE-001")
    .action((code: string) =>
      run("explain", command.optsWithGlobals(), (context) => {
        const { explain }: typeof import("./commands/explain") = require("./commands/explain");
        return Promise.resolve(explain(code, context));
      }),
    );
}

function addPreflight(command: Command, run: Runner): void {
  command
    .summary("look whether a cluster or a Docker host is ready for a platform")
    .description(
      "Looks whether a cluster or a Docker host has what a platform needs, and whether what the platform says of it is " +
        "true. It changes nothing. The exit code is 1 when a check fails.",
    )
    .argument(REFERENCE, "as for synth")
    .option("--kubeconfig <file>", "the cluster, for --target kubernetes; as kubectl finds it unless said")
    .option("--context <name>", "a context of the kubeconfig; the current one unless said")
    .action((reference: string, options: PreflightCommandOptions) =>
      run("preflight", command.optsWithGlobals(), (context) => {
        const { preflight }: typeof import("./commands/preflight") = require("./commands/preflight");
        return preflight(reference, options, context);
      }),
    );
  addPlatformOptions(command, "which of them to look at; compose unless said");
}
