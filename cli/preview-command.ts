import { InvalidArgumentError, Option, type Command } from "commander";
import { TARGETS, type Target } from "../constructs/model/target";
import { addRulePagesOption, DIFF_FORMATS, parseLimit } from "./diff-command";
import { collect, collectTarget } from "./options";
import type { BaseOptions } from "./preview/base";
import type { Runner } from "./runner";

/** Options of `ashlar preview`. */
export interface PreviewCommandOptions extends BaseOptions {
  /** One, `dev` or the module's own, unless said. */
  readonly env?: readonly string[];
  /** Both, or those that the base has, unless said. */
  readonly target?: readonly Target[];
  readonly format: (typeof DIFF_FORMATS)[number];
  readonly exitCode?: boolean;
  /** Most dangers, findings and objects of one kind; 50 for people, and all of them in JSON, unless said. */
  readonly limit?: number;
  readonly set?: readonly string[];
  readonly ruleConfig?: string;
  /** File of what `pulumi preview --json --show-sames` printed, in place of two sides that are rendered. */
  readonly pulumi?: string;
  readonly rulePages?: string;
}

/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-assignment -- each command is loaded
   when it runs, and in place: an import() would start another loader */

/** Offers the command that says on a pull request what it does. */
export function addPreview(command: Command, run: Runner): void {
  command
    .summary("tell what a pull request does to each environment")
    .description(
      "Renders a platform as it is now and as it is in a base, and tells what differs: dangers first, then what rules " +
        "find, capacity, and every object. It needs no cluster and no account, and writes to a temporary folder alone. " +
        "The exit code is 1 when the change has a danger or breaks a mandatory rule that the base keeps.",
    )
    .argument(
      "[stack | module]",
      "as for synth; unless it is named, the stack whose settings the environment's file has",
    )
    .addOption(
      new Option(
        "--env <environment>",
        "the environment; repeat it for more. Default: dev, or that of the platform which a module exports",
      ).argParser(collect),
    )
    .option(
      "--base <folder | commit>",
      "what to compare with: a folder of rendered files (one environment's, or with a folder for each), or a branch, tag " +
        "or commit, whose platform is rendered with the packages that are installed. Default: out, where synth writes",
    )
    .option("--allow-dirty", "preview changes that are not committed, too, when the base is a commit")
    .addOption(
      new Option(
        "--target <target>",
        `what to compare; repeat it (${TARGETS.join(", ")}, all). Default: both; of a folder those that it has`,
      ).argParser(collectTargets),
    )
    .addOption(new Option("--set <path=value>", "as for synth; it holds for both sides").argParser(collect))
    .addOption(
      new Option("--format <format>", "how it is told; markdown is a comment for a pull request")
        .choices(DIFF_FORMATS)
        .default("text"),
    )
    .option(
      "--pulumi <file>",
      "what `pulumi preview --json --show-sames` printed: the comment tells what Pulumi would do to its stack, and nothing " +
        "is rendered",
    )
    .option("--exit-code", "end with 1 when anything differs")
    .option("--rule-config <file>", "settings of rules, as YAML or JSON, by their codes")
    .addOption(
      new Option(
        "--limit <number>",
        "most dangers, findings and objects that are told of each target; the rest is counted. Default: 50, in JSON all",
      ).argParser(parseLimit),
    )
    .action((source: string | undefined, options: PreviewCommandOptions) => {
      const common = command.optsWithGlobals<Parameters<Runner>[1]>();
      // Either way of asking for JSON gets it also when something is wrong.
      return run("preview", { ...common, json: common.json || options.format === "json" }, (context) => {
        const { preview }: typeof import("./commands/preview") = require("./commands/preview");
        return preview(source, options, context);
      });
    });
  addRulePagesOption(command);
}

function collectTargets(text: string, before: readonly Target[] = []): readonly Target[] {
  if (text === "all") return TARGETS;
  try {
    return collectTarget(text, before);
  } catch {
    throw new InvalidArgumentError(`Allowed: ${TARGETS.join(", ")}, all.`);
  }
}
