import type { Log } from "./log";
import type { Terminal } from "./terminal";

/** What every command is run with. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly log: Log;
  /** Whether stdout carries one JSON document and nothing else. */
  readonly json: boolean;
}
