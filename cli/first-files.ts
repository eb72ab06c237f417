import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createPrivate } from "../constructs/state/private-file";
import { environmentFilePath } from "../stacks/config/environment-file";
import { PRESETS, type Stack } from "../stacks/config/stack";
import { envTemplate } from "../stacks/config/template";
import type { InitResult } from "./schemas/init";

type Change = InitResult["changes"][number];

/** Where the files that a person edits go. */
export interface FirstFilePlaces {
  /** The working folder. */
  readonly folder: string;
  readonly environmentFolder: string;
  readonly environment: string;
  /** Of `--set preset=…`, for an environment without sizes of its own. */
  readonly preset: string | undefined;
}

/** Keeps what an init makes out of every repository, wherever the folder lies. */
const IGNORED = ["/.env", "/secrets/", "/pki/", "/.init.lock*", "/.gitignore"];

/** Writes the files that a person edits, where they are missing: the environment file and `.env` of a stack. */
export function writeFirstFiles(stack: Stack | undefined, places: FirstFilePlaces): readonly Change[] {
  const { folder, environmentFolder, environment } = places;
  mkdirSync(environmentFolder, { recursive: true });
  const ignore = writeMissing(join(environmentFolder, ".gitignore"), `${IGNORED.join("\n")}\n`);
  if (stack === undefined) return [ignore];
  return [
    ignore,
    writeMissing(environmentFilePath(folder, environment), environmentFileText(stack, places)),
    writeMissing(join(environmentFolder, ".env"), envTemplate(stack)),
  ];
}

/** The smallest environment file: everything else is the preset's. */
function environmentFileText(stack: Stack, { environment, preset }: FirstFilePlaces): string {
  const isKnown = PRESETS.some((item) => item === environment);
  const start = preset ?? environment;
  const lines = isKnown && start === environment ? [`    # preset: ${start}`] : [`    preset: ${start}`];
  return [
    `# The environment ${environment}. What is not set here has the sizes of the preset; .env.template lists every setting.`,
    "# No secret belongs here: `ashlar init` generates them.",
    "config:",
    `  ashlar:${stack.name}:`,
    ...lines,
    "    # publicUrl: https://acme.example",
    "",
  ].join("\n");
}

function writeMissing(path: string, text: string): Change {
  if (existsSync(path)) return { kind: "file", name: path, action: "kept" };
  createPrivate(path, Buffer.from(text));
  return { kind: "file", name: path, action: "created" };
}
