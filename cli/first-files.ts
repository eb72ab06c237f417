import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { dump } from "js-yaml";
import { Diagnostics } from "../constructs/model/diagnostics";
import { createPrivate } from "../constructs/state/private-file";
import { environmentFilePath } from "../stacks/config/environment-file";
import { mergeLayers } from "../stacks/config/layer";
import { PRESETS, type Stack } from "../stacks/config/stack";
import { envTemplate } from "../stacks/config/template";
import { layersOfArguments } from "../stacks/config/text-layers";
import type { InitResult } from "./schemas/init";

type Change = InitResult["changes"][number];

/** Where the files that a person edits go. */
export interface FirstFilePlaces {
  /** The working folder. */
  readonly folder: string;
  readonly environmentFolder: string;
  readonly environment: string;
  /** What `--set` says: the file keeps it, so that the next command needs not be told again. */
  readonly settings: readonly string[];
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

/** The smallest environment file: what was set, and everything else is the preset's. */
function environmentFileText(stack: Stack, { environment, settings }: FirstFilePlaces): string {
  // Settings that are wrong have ended the command before.
  const set = mergeLayers(layersOfArguments(stack, settings, new Diagnostics())).values;
  const isKnown = PRESETS.some((item) => item === environment);
  const given = Object.keys(set).length === 0 ? [] : dump(set, { lineWidth: -1, sortKeys: true }).trimEnd().split("\n");
  const lines = [
    ...(isKnown && set["preset"] === undefined ? [`# preset: ${environment}`] : []),
    ...given,
    ...(set["publicUrl"] === undefined ? ["# publicUrl: https://acme.example"] : []),
  ];
  return [
    `# The environment ${environment}. What is not set here has the sizes of the preset; .env.template lists every setting.`,
    "# No secret belongs here: `ashlar init` generates them.",
    "config:",
    `  ashlar:${stack.name}:`,
    ...lines.map((line) => `    ${line}`),
    "",
  ].join("\n");
}

function writeMissing(path: string, text: string): Change {
  if (existsSync(path)) return { kind: "file", name: path, action: "kept" };
  createPrivate(path, Buffer.from(text));
  return { kind: "file", name: path, action: "created" };
}
