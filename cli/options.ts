import { InvalidArgumentError, Option, type Command } from "commander";
import { TARGETS, type Target } from "../constructs/model/target";
import { LOG_FORMATS, LOG_LEVELS } from "./log";

const isTarget = (text: string): text is Target => TARGETS.some((target) => target === text);

/** Adds a target to those that were said before. */
export function collectTarget(text: string, before: readonly Target[] = []): readonly Target[] {
  if (!isTarget(text)) throw new InvalidArgumentError(`Allowed: ${TARGETS.join(", ")}.`);
  return [...before, text];
}

/** Adds a text to those that were said before. */
export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** Options of every command, before or after its name. */
export function addCommonOptions(program: Command): Command {
  return program
    .option("--json", "print one JSON document on stdout; its schema is in docs/reference/cli", false)
    .addOption(new Option("--log-level <level>", "how much is told on stderr").choices(LOG_LEVELS).default("warn"))
    .addOption(new Option("--log-format <format>", "how it is written").choices(LOG_FORMATS).default("text"));
}

/** Options of the commands that make a platform. */
export function addPlatformOptions(command: Command, targets: string): Command {
  return command
    .option("--env <environment>", "the environment; dev, or that of the platform which a module exports")
    .addOption(new Option("--target <target>", `${targets} (${TARGETS.join(", ")})`).argParser(collectTarget))
    .addOption(
      new Option(
        "--set <path=value>",
        "a setting of the stack, before all other sources; repeat it for more",
      ).argParser(collect),
    );
}

/** Where a command's files are. The option means the same folder everywhere; commands differ in what they put there. */
export function addOutOption(command: Command, describe: string): Command {
  return command.option("--out <folder>", describe);
}
