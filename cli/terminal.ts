/** What a command sees of the world outside: given to it, so that a test can be the world. */
export interface Terminal {
  /** Results. */
  readonly stdout: (text: string) => void;
  /** Progress and problems. */
  readonly stderr: (text: string) => void;
  /** Whether a person reads {@link stdout}. */
  readonly isInteractive: boolean;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The working folder. */
  readonly folder: string;
  readonly now: () => Date;
}

/** The process's own. */
export function processTerminal(): Terminal {
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    isInteractive: process.stdout.isTTY,
    variables: process.env,
    folder: process.cwd(),
    now: () => new Date(),
  };
}
