import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Diagnostics } from "../../constructs/model/diagnostics";

const SECRET_PREFIX = "ashlar-secrets:";
const OURS = "ashlar:";

/** What an environment file says to us. */
export interface EnvironmentFile {
  /** File name, for messages. */
  readonly name: string;
  /** The value of `ashlar:<stack>`; undefined when the file does not have the key. */
  readonly config: unknown;
  /** Names of the secrets that the file holds in encrypted form. Their values are never read. */
  readonly secrets: readonly string[];
}

/** `Pulumi.<environment>.yaml` in a folder. */
export function environmentFilePath(folder: string, environment: string): string {
  return join(folder, `Pulumi.${environment}.yaml`);
}

/**
 * Reads a stack's part of an environment file. Keys of others are ignored; a key of ours that no stack has is a problem
 * (ASH-INPUT-001), and so is a file that is no YAML (ASH-INPUT-004) or cannot be read (ASH-INPUT-006).
 *
 * @returns undefined when there is no file, or it could not be understood
 */
export function readEnvironmentFile(
  path: string,
  stack: string,
  stacks: readonly string[],
  problems: Diagnostics,
): EnvironmentFile | undefined {
  const name = basename(path);
  const document = parse(path, problems);
  if (document === undefined) return undefined;
  const config = asMapping(document.value, name, "the file", problems)?.["config"];
  const keys = asMapping(config, `${name}:config`, "config", problems);
  if (keys === undefined) return undefined;
  for (const key of Object.keys(keys)) {
    if (!key.startsWith(OURS) || stacks.includes(key.slice(OURS.length))) continue;
    problems.add("ASH-INPUT-001", {
      path: `${name}:config.${key}`,
      message: `unknown key ${JSON.stringify(key)}`,
      allowed: stacks.map((item) => `${OURS}${item}`).join(" | "),
    });
  }
  return {
    name,
    config: keys[`${OURS}${stack}`] ?? undefined,
    secrets: Object.keys(keys)
      .filter((key) => key.startsWith(SECRET_PREFIX))
      .map((key) => key.slice(SECRET_PREFIX.length))
      .sort(),
  };
}

function parse(path: string, problems: Diagnostics): { readonly value: unknown } | undefined {
  if (!existsSync(path)) return undefined;
  const name = basename(path);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- many platforms are rendered without such a file
  const { load, YAMLException } = require("js-yaml") as typeof import("js-yaml");
  try {
    return { value: load(readFileSync(path, "utf8"), { filename: name }) };
  } catch (error) {
    if (error instanceof YAMLException) {
      const { line, column } = error.mark ?? { line: 0, column: 0 };
      problems.add("ASH-INPUT-004", { path: `${name}:${line + 1}:${column + 1}`, message: error.reason });
    } else {
      problems.add("ASH-INPUT-006", { path: name, message: `cannot be read: ${(error as Error).message}` });
    }
    return undefined;
  }
}

/** An empty part counts as an empty mapping. */
function asMapping(
  value: unknown,
  path: string,
  what: string,
  problems: Diagnostics,
): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined || value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  problems.add("ASH-INPUT-002", { path, message: `${what} is not a mapping`, value, allowed: "keys with values" });
  return undefined;
}
