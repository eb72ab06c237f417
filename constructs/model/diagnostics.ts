import { codeEntry, type Code } from "./codes";

/** How bad a diagnostic is: an `error` stops a render, a `warning` and an `info` are reported beside the artifact. */
export type Severity = "error" | "warning" | "info";

/** One problem, told so that its reader can mend it without asking anybody. Never carries a secret's value. */
export interface Diagnostic {
  /** Stable code, for example `ASH-UNIT-001`. The catalogue is in `docs/reference/codes.md`. */
  readonly code: Code;
  readonly severity: Severity;
  /** Construct path and field, for example `acme/db:storage`. */
  readonly path: string;
  /** What is wrong, lower case, without a full stop. */
  readonly message: string;
  /** The value that was given, as text. Absent where it may be secret. */
  readonly value?: string;
  /** The values that are allowed. */
  readonly allowed?: string;
  /** What to do about it. */
  readonly cure: string;
}

/** What a caller gives: the severity and the cure come from the catalogue unless they are said. */
export interface DiagnosticInput {
  readonly path: string;
  readonly message: string;
  readonly value?: unknown;
  readonly allowed?: string;
  readonly cure?: string;
  readonly severity?: Severity;
}

const SHOWN = 120;

function show(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** Makes a diagnostic of the catalogue. */
export function diagnostic(code: Code, input: DiagnosticInput): Diagnostic {
  const entry = codeEntry(code);
  return {
    code,
    severity: input.severity ?? entry.severity,
    path: input.path,
    message: input.message,
    ...(input.value === undefined ? {} : { value: show(input.value) }),
    ...(input.allowed === undefined ? {} : { allowed: input.allowed }),
    cure: input.cure ?? entry.cure,
  };
}

/** One line: `[path] CODE: message (got …, expected …); cure`. */
export function formatDiagnostic(item: Diagnostic): string {
  const facts = [
    item.value === undefined ? undefined : `got ${item.value}`,
    item.allowed === undefined ? undefined : `expected ${item.allowed}`,
  ].filter((part) => part !== undefined);
  const details = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
  return `[${item.path}] ${item.code}: ${item.message}${details}; ${item.cure}`;
}

/** Thrown with every problem that was found, not only the first. */
export class AshlarError extends Error {
  public override readonly name = "AshlarError";

  public constructor(public readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join("\n"));
  }

  /** Whether a value is an AshlarError, also one of another copy of this package. */
  public static is(value: unknown): value is AshlarError {
    return value instanceof Error && value.name === "AshlarError" && "diagnostics" in value;
  }

  /** Throws a single problem. */
  public static throw(code: Code, input: DiagnosticInput): never {
    throw new AshlarError([diagnostic(code, input)]);
  }
}

/** Collects problems while a pass goes on, so that all are told at once. */
export class Diagnostics {
  readonly #items: Diagnostic[] = [];

  public add(code: Code, input: DiagnosticInput): void {
    this.#items.push(diagnostic(code, input));
  }

  public addAll(items: readonly Diagnostic[]): void {
    // Not as arguments of one push: a large platform has more notes than a call takes arguments.
    for (const item of items) this.#items.push(item);
  }

  /** What was found, in a stable order, each once. */
  public get items(): readonly Diagnostic[] {
    const seen = new Map(this.#items.map((item) => [formatDiagnostic(item), item]));
    return [...seen.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item);
  }

  public get errors(): readonly Diagnostic[] {
    return this.items.filter((item) => item.severity === "error");
  }

  /** Throws all errors found so far, if there is one. */
  public throwIfErrors(): void {
    // Asked after every pass of every render, and mostly of notes alone, which need no order for this.
    if (!this.#items.some((item) => item.severity === "error")) return;
    const errors = this.errors;
    if (errors.length > 0) throw new AshlarError(errors);
  }
}
