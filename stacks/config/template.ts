import type { z } from "zod";
import type { ConfigTree } from "./layer";
import { settingsOf, type Setting } from "./setting";
import { PRESETS, type Stack } from "./stack";
import { writeText } from "./text-value";

const WIDTH = 118;

/**
 * The text of `.env.template`: every setting of a stack with its variable, its default and what it means. All of them are
 * comments, so a copy that nobody edits changes nothing.
 */
export function envTemplate(stack: Stack): string {
  const head = [
    `Settings of the stack ${stack.name}, ${stack.describe}.`,
    "",
    "Copy this file to .env in an environment's folder, or in the working folder for all environments, and take the # away",
    "from what you set. A value here comes before Pulumi.<environment>.yaml, and after an environment variable and --set.",
    "Secrets do not belong here: `ashlar init` generates them.",
  ];
  const settings = settingsOf(stack.name, stack.schema);
  const sections = [...new Set(settings.filter(({ path }) => path.length > 1).map(({ path }) => path[0] ?? ""))];
  const entries = (isMeant: (path: readonly string[]) => boolean): readonly string[] =>
    settings.filter(({ path }) => isMeant(path)).flatMap((setting) => entry(stack, setting));
  return [
    ...head.map(comment),
    "",
    ...entries((path) => path.length === 1),
    ...sections.flatMap((section) => [
      ...heading(stack.schema, section),
      ...entries((path) => path.length > 1 && path[0] === section),
    ]),
  ].join("\n");
}

function heading(schema: z.ZodType, section: string): readonly string[] {
  const { shape } = schema as { readonly shape?: Readonly<Record<string, z.ZodType>> };
  return [comment(`--- ${section}: ${shape?.[section]?.description ?? ""}`), comment("")];
}

function entry(stack: Stack, setting: Setting): readonly string[] {
  const values = PRESETS.map((preset) => valueAt(stack.presets[preset], setting.path) ?? setting.fallback);
  const lines = [...wrap(`${setting.describe}${choicesOf(setting)}`), ...defaultsText(values)];
  return [...lines.map(comment), `#${setting.variable}=${quoted(values[0])}`, ""];
}

/** What is there when nothing is set: for each environment where they differ. */
function defaultsText(values: readonly unknown[]): readonly string[] {
  const texts = values.map(textOf);
  if (new Set(texts).size > 1) {
    return [`Default: ${PRESETS.map((preset, index) => `${texts[index] ?? ""} (${preset})`).join(", ")}.`];
  }
  return values[0] === undefined ? [] : [`Default: ${texts[0] ?? ""}.`];
}

const textOf = (value: unknown): string => (value === undefined ? "not set" : writeText(value) || "none");

/** As `.env` reads it back: quoted where a blank or a number sign would end the value. */
function quoted(value: unknown): string {
  const text = value === undefined ? "" : writeText(value);
  return /[\s#"'\\]/.test(text) ? `'${text}'` : text;
}

function choicesOf({ choices }: Setting): string {
  return choices === undefined ? "" : ` One of: ${choices.join(", ")}.`;
}

function valueAt(tree: ConfigTree, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as ConfigTree)[key] : undefined),
    tree,
  );
}

const comment = (line: string): string => (line === "" ? "#" : `# ${line}`);

function wrap(text: string): readonly string[] {
  const lines: string[] = [""];
  for (const word of text.split(" ").filter((item) => item !== "")) {
    const last = lines.at(-1) ?? "";
    if (last === "") lines[lines.length - 1] = word;
    else if (last.length + word.length + 3 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
