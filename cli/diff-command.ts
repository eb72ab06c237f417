import { InvalidArgumentError, Option, type Command } from "commander";
import { TARGETS, type Target } from "../constructs/model/target";
import { collectTarget } from "./options";
import type { Runner } from "./runner";

/** How a difference is told. */
export const DIFF_FORMATS = ["text", "markdown", "json"] as const;

/** Options of `ashlar diff`. */
export interface DiffCommandOptions {
  readonly format: (typeof DIFF_FORMATS)[number];
  readonly exitCode?: boolean;
  /** Both unless said. */
  readonly target?: readonly Target[];
  /** Most dangers, findings and objects of one kind; 50 for people, and all of them in JSON, unless said. */
  readonly limit?: number;
  /** Where the pages of rules are; those of the library's repository unless said. */
  readonly rulePages?: string;
}

/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-assignment -- each command is loaded
   when it runs, and in place: an import() would start another loader */

/** Offers the command that judges a change. */
export function addDiff(command: Command, run: Runner): void {
  command
    .summary("tell what a change does: two folders, before and after")
    .description(
      "Tells what differs between two folders of manifests or Compose files, whoever made them: dangers first, then " +
        "what rules find, capacity, and every object field by field. Order and content hashes are no difference, and no " +
        "secret is told. The exit code is 0, also when something differs, unless --exit-code is given.",
    )
    .argument("<before>", "the folder before the change")
    .argument("<after>", "the folder after it")
    .addOption(
      new Option("--format <format>", "how it is told; markdown is a comment for a pull request")
        .choices(DIFF_FORMATS)
        .default("text"),
    )
    .option("--exit-code", "end with 1 when anything differs")
    .addOption(
      new Option(
        "--target <target>",
        `what to compare; repeat it, or leave it out for both (${TARGETS.join(", ")})`,
      ).argParser(collectTarget),
    )
    .addOption(
      new Option(
        "--limit <number>",
        "most dangers, findings and objects that are told of each target; the rest is counted. Default: 50, in JSON all",
      ).argParser(parseLimit),
    )
    .action((before: string, after: string, options: DiffCommandOptions) => {
      const common = command.optsWithGlobals<Parameters<Runner>[1]>();
      // Either way of asking for JSON gets it also when something is wrong.
      return run("diff", { ...common, json: common.json || options.format === "json" }, (context) => {
        const { diff }: typeof import("./commands/diff") = require("./commands/diff");
        return diff(before, after, options, context);
      });
    });
  addRulePagesOption(command);
}

/** Says where a comment's links lead. */
export function addRulePagesOption(command: Command): void {
  command.addOption(
    new Option(
      "--rule-pages <url>",
      "where the rules' pages are that a comment links to: a URL or a path, before /BASE-001.md. Default: no links, but titles",
    ).argParser(parsePages),
  );
}

function parsePages(text: string): string {
  // It stands in a link, so nothing may end that.
  if (/^(?:https?:\/\/)?[\w./:@%~+?&=-]+$/i.test(text) && !/^(?!https?:)[^/]*:/i.test(text))
    return text.replace(/\/+$/, "");
  throw new InvalidArgumentError("Allowed: a URL of http or https, or a path.");
}

/** A limit of a list. */
export function parseLimit(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError("Allowed: a whole number of 1 or more.");
  return Number(text);
}
