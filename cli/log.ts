import type { Terminal } from "./terminal";

/** How much is told, the least first. */
export const LOG_LEVELS = ["silent", "error", "warn", "info", "debug"] as const;

/** How much is told. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How it is written: for people, or one JSON object a line. */
export const LOG_FORMATS = ["text", "json"] as const;

/** How it is written. */
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Progress, on stderr. Never a secret's value. */
export interface Log {
  readonly error: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly info: (message: string, fields?: LogFields) => void;
  readonly debug: (message: string, fields?: LogFields) => void;
}

/** What a program that reads the log may want beside the message. */
export type LogFields = Readonly<Record<string, unknown>>;

/** A log that writes what the level lets through. */
export function createLog(terminal: Terminal, level: LogLevel, format: LogFormat): Log {
  const write =
    (at: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      if (LOG_LEVELS.indexOf(at) > LOG_LEVELS.indexOf(level)) return;
      const line =
        format === "json"
          ? JSON.stringify({ time: terminal.now().toISOString(), level: at, message, ...fields })
          : `${at === "info" ? "" : `${at}: `}${message}`;
      terminal.stderr(`${line}\n`);
    };
  return { error: write("error"), warn: write("warn"), info: write("info"), debug: write("debug") };
}
