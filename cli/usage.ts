import type { Command, CommanderError } from "commander";
import { diagnostic, type Diagnostic } from "../constructs/model/diagnostics";
import { nearest } from "../constructs/state/nearest";
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from "./log";

/** How the log is asked to be. A command line that cannot be parsed may ask for it, too. */
export interface LogWishes {
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
}

/** Reads the log's options alone, wherever they stand; what is wrong about them is told by the parser. */
export function logWishes(args: readonly string[]): LogWishes {
  const said = <Choice extends string>(option: string, choices: readonly Choice[]): Choice | undefined => {
    const values = args.flatMap((arg, index) =>
      arg === option ? [args[index + 1]] : arg.startsWith(`${option}=`) ? [arg.slice(option.length + 1)] : [],
    );
    return choices.find((choice) => choice === values.at(-1));
  };
  return {
    logLevel: said("--log-level", LOG_LEVELS) ?? "warn",
    logFormat: said("--log-format", LOG_FORMATS) ?? "text",
  };
}

/** The command that a command line names; undefined when it names none that there is. */
export function commandOf(program: Command, args: readonly string[]): Command | undefined {
  const name = args.find((arg) => program.commands.some((item) => item.name() === arg));
  return program.commands.find((item) => item.name() === name);
}

/** What the parser refuses, as a diagnostic: the parser tells it in a sentence alone. */
export function usageProblem(program: Command, args: readonly string[], error: CommanderError): Diagnostic {
  const command = commandOf(program, args);
  const name = command?.name();
  const help = name === undefined ? "`ashlar --help`" : `\`ashlar ${name} --help\``;
  const told = { path: "command line" };
  const text = error.message.replace(/^error: /, "");
  const [quoted = ""] = quotedIn(text);
  const commands = program.commands.map((item) => item.name());
  switch (error.code) {
    case "commander.help":
      return diagnostic("ASH-INPUT-003", {
        ...told,
        message: "no command",
        allowed: commands.join(" | "),
        cure: `name one of them; ${help} tells what each does`,
      });
    case "commander.unknownCommand":
      return diagnostic("ASH-INPUT-001", {
        ...told,
        message: "unknown command",
        value: quoted,
        allowed: commands.join(" | "),
        cure: withMeant(nearest(quoted, commands), `${help} lists them`),
      });
    case "commander.unknownOption": {
      const options = [...(command?.options ?? []), ...program.options].flatMap(({ long }) => long ?? []);
      return diagnostic("ASH-INPUT-001", {
        ...told,
        message: name === undefined ? "unknown option" : `unknown option of ${name}`,
        value: quoted,
        allowed: options.join(" | "),
        cure: withMeant(nearest(quoted, options), `${help} lists them`),
      });
    }
    case "commander.invalidArgument": {
      const [option = "", value] = quotedIn(text);
      const allowed = /Allowed(?: choices are|:) (.*?)\.?$/.exec(text)?.[1];
      return diagnostic("ASH-INPUT-002", {
        ...told,
        message: `wrong value of ${longName(option)}`,
        value,
        ...(allowed === undefined ? {} : { allowed }),
        cure: `give one of them; see ${help}`,
      });
    }
    case "commander.missingArgument":
      return diagnostic("ASH-INPUT-003", { ...told, message: `missing argument <${quoted}>`, cure: `see ${help}` });
    case "commander.optionMissingArgument":
      return diagnostic("ASH-INPUT-003", { ...told, message: `missing value of ${quoted}`, cure: `see ${help}` });
    case "commander.excessArguments": {
      const [expected = "", got = ""] = text.match(/\d+/g) ?? [];
      return diagnostic("ASH-INPUT-001", {
        ...told,
        message: `too many arguments for ${quoted}: expected ${expected}, got ${got}`,
        cure: `leave the others out, or put quotes around what belongs together; see ${help}`,
      });
    }
    default:
      return diagnostic("ASH-INPUT-002", { ...told, message: text, cure: `see ${help}` });
  }
}

const quotedIn = (text: string): readonly string[] => [...text.matchAll(/'([^']*)'/g)].map(([, inner = ""]) => inner);

/** `-t, --target <target>` is called `--target`. */
const longName = (option: string): string => /--[a-z-]+/.exec(option)?.[0] ?? option;

const withMeant = (meant: string | undefined, otherwise: string): string =>
  meant === undefined ? otherwise : `write ${meant}; ${otherwise}`;
