#!/usr/bin/env node
import { CommanderError } from "commander";
import { EXIT, type ExitCode } from "./exit-codes";
import { failureOf, problemLine } from "./failure";
import { createLog } from "./log";
import { createProgram, type Runner } from "./program";
import { processTerminal, type Terminal } from "./terminal";

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
      const failure = failureOf(error);
      ({ exitCode } = failure);
      for (const problem of failure.problems) log.error(problemLine(problem), logFormat === "json" ? { problem } : {});
      if (failure.stack !== undefined) log.debug(failure.stack);
      const { problems } = failure;
      if (json) terminal.stdout(`${JSON.stringify({ command, ok: false, exitCode, problems })}\n`);
    }
  };
  const program = createProgram(run);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: terminal.stdout,
      writeErr: terminal.stderr,
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
    const command = args.find((arg) => program.commands.some((item) => item.name() === arg));
    if (command !== undefined && args.includes("--json")) terminal.stdout(usageFailure(command, error));
    return EXIT.input;
  }
  return exitCode;
}

/** What the parser refuses, as the command's own JSON. */
function usageFailure(command: string, error: CommanderError): string {
  const cure = `see \`ashlar ${command} --help\``;
  const message = error.message.replace(/^error: /, "");
  const problems = [{ code: "ASH-INPUT-002", severity: "error", path: "command line", message, cure }];
  return `${JSON.stringify({ command, ok: false, exitCode: EXIT.input, problems })}\n`;
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
