import { AshlarError, formatDiagnostic, type Diagnostic } from "../constructs/model/diagnostics";
import { TroubleError } from "../constructs/state/trouble";
import { EXIT, type ExitCode } from "./exit-codes";
import type { Problem } from "./schemas/problem";

/** Why a command could not do its work. */
export interface Failure {
  readonly exitCode: ExitCode;
  readonly problems: readonly Problem[];
  /** Where it happened, for whoever mends this program or a module. */
  readonly stack?: string;
}

/** A problem on one line. */
export function problemLine(problem: Problem): string {
  return formatDiagnostic(problem as Diagnostic);
}

/** Tells a mistake in the input from trouble around it, and both from a defect of ours. */
export function failureOf(error: unknown): Failure {
  const stack = error instanceof Error ? { stack: stackOf(error) } : {};
  if (AshlarError.is(error)) return { exitCode: EXIT.input, problems: error.diagnostics.map(asProblem), ...stack };
  if (TroubleError.is(error)) {
    const { code, path, problem: message, cure } = error;
    return { exitCode: EXIT.environment, problems: [{ code, severity: "error", path, message, cure }], ...stack };
  }
  if (isSystemError(error)) {
    const { path = error.syscall, code, syscall } = error;
    const trouble = new TroubleError("ASH-STATE-005", path, `${syscall} failed with ${code}`);
    return { ...failureOf(trouble), ...stack };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const cure = "report it with the output of --log-level debug";
  return {
    exitCode: EXIT.internal,
    problems: [{ code: "ASH-INTERNAL", severity: "error", path: "ashlar", message, cure }],
    ...stack,
  };
}

/** Where it happened, and where what caused it did. */
function stackOf(error: Error): string {
  const { cause } = error;
  return cause instanceof Error ? `${String(error.stack)}\ncaused by ${stackOf(cause)}` : String(error.stack);
}

/** A diagnostic as the outputs of commands carry it. */
export function asProblem(item: Diagnostic): Problem {
  return { ...item };
}

interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
}

/** What the operating system refused. Told by its shape: it may come from another context than this one's. */
function isSystemError(error: unknown): error is SystemError {
  if (typeof error !== "object" || error === null || !("syscall" in error) || !("code" in error)) return false;
  return typeof error.syscall === "string" && typeof error.code === "string";
}
