#!/usr/bin/env node
import { CommanderError } from "commander";
import { EXIT, type ExitCode } from "./exit-codes";
import { asProblem, failureOf, problemLine } from "./failure";
import { createLog, type Log, type LogFormat } from "./log";
import { createProgram } from "./program";
import type { Runner } from "./runner";
import type { Problem } from "./schemas/problem";
import { processTerminal, type Terminal } from "./terminal";
import { commandOf, logWishes, usageProblem } from "./usage";

/**
 * Runs a command line. It ends nothing: what the process does with the exit code is the caller's.
 *
 * @param args without the program's own name
 */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const run: Runner = async (command, { json, logLevel, logFormat }, work) => {
    const log = createLog(terminal, logLevel, logFormat);
    try {
      exitCode = await work({ terminal, log, json });
    } catch (error) {
      const { problems, stack, ...failure } = failureOf(error);
      ({ exitCode } = failure);
      tell(log, logFormat, problems);
      if (stack !== undefined) log.debug(stack);
      if (json) terminal.stdout(failureText(command, exitCode, problems));
    }
  };
  const program = createProgram(run);
  const { logLevel, logFormat } = logWishes(args);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: terminal.stdout,
      // Help, for whoever named no command; what is wrong is told as all problems are.
      writeErr: (text) => {
        if (logLevel !== "silent" && logFormat === "text") terminal.stderr(text);
      },
      outputError: () => undefined,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  }
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and the version are what was asked for; anything else that the parser refuses is wrong input.
    if (error.exitCode === 0) return EXIT.ok;
    const problem = asProblem(usageProblem(program, args, error));
    tell(createLog(terminal, logLevel, logFormat), logFormat, [problem]);
    const command = commandOf(program, args)?.name();
    if (command !== undefined && args.includes("--json")) terminal.stdout(failureText(command, EXIT.input, [problem]));
    return EXIT.input;
  }
  return exitCode;
}

/** Problems on stderr: a line each, which carries the problem whole where a program reads it. */
function tell(log: Log, format: LogFormat, problems: readonly Problem[]): void {
  for (const problem of problems) log.error(problemLine(problem), format === "json" ? { problem } : {});
}

/** A failure as the command's own JSON. */
function failureText(command: string, exitCode: ExitCode, problems: readonly Problem[]): string {
  return `${JSON.stringify({ command, ok: false, exitCode, problems })}\n`;
}

if (require.main === module) {
  // Whoever reads the output may stop early, as `head` does.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(EXIT.ok);
  });
  void main(process.argv.slice(2)).then((exitCode) => {
    process.exitCode = exitCode;
  });
}
