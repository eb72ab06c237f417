import type { CommandContext } from "./command";
import type { ExitCode } from "./exit-codes";
import type { LogFormat, LogLevel } from "./log";

/** Options that every command has. */
export interface CommonOptions {
  readonly json: boolean;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
}

/** Runs a command: makes its context, and takes what it ends with. */
export type Runner = (
  name: string,
  options: CommonOptions,
  run: (context: CommandContext) => Promise<ExitCode>,
) => Promise<void>;
