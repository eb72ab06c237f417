import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostics } from "../../constructs/model/diagnostics";

/** Variables of one `.env` file. */
export interface DotenvFile {
  /** Path of the file as messages name it. */
  readonly path: string;
  readonly variables: Readonly<Record<string, string>>;
}

const LINE = /^\s*(?:#.*|(?:export\s+)?[\w.-]+\s*[=:].*)?$/;

/**
 * Reads a folder's `.env`. It changes nothing in the process's own environment.
 *
 * @returns undefined when there is none
 */
export function readDotenv(folder: string, problems: Diagnostics): DotenvFile | undefined {
  const path = join(folder, ".env");
  if (!existsSync(path)) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- many platforms are rendered without such a file
  const { parse } = require("dotenv") as typeof import("dotenv");
  try {
    const text = readFileSync(path, "utf8");
    const variables = parse(text);
    reportLines(path, text, variables, problems);
    return { path, variables };
  } catch (error) {
    problems.add("ASH-INPUT-006", { path, message: `cannot be read: ${(error as Error).message}` });
    return undefined;
  }
}

/** The parser skips what it does not understand; a line that was meant to set something must not vanish. */
function reportLines(
  path: string,
  text: string,
  variables: Readonly<Record<string, string>>,
  problems: Diagnostics,
): void {
  const multiline = Object.values(variables).some((value) => value.includes("\n"));
  if (multiline) return;
  text.split(/\r?\n/).forEach((line, index) => {
    if (LINE.test(line)) return;
    problems.add("ASH-INPUT-004", {
      path: `${path}:${index + 1}`,
      message: "the line sets no variable",
      allowed: "NAME=value, or a comment",
    });
  });
}
