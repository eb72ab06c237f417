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
    `Settings of the stack ${stack.name}: ${stack.describe}`,
    "",
    `Copy this file to .env beside your environment's folder or in the working folder, and take the # away from what you set. A`,
    `value here comes before Pulumi.<environment>.yaml, and after an environment variable and --set. Secrets do not belong`,
    `here: \`ashlar init\` generates them.`,
  ];
  const settings = settingsOf(stack.name, stack.schema);
  let section: string | undefined;
  const body = settings.flatMap((setting) => {
    const top = setting.path.length > 1 ? setting.path[0] : "";
    const heading = top !== section && top !== "" ? [`# --- ${top}: ${describeOf(stack.schema, top ?? "")}`, "#"] : [];
    section = top;
    return [...heading, ...entry(stack, setting)];
  });
  return [...head.map(comment), "", ...body].join("\n");
}

function entry(stack: Stack, setting: Setting): readonly string[] {
  const lines = wrap(`${setting.describe}${choicesOf(setting)}`);
  const values = PRESETS.map((preset) => valueAt(stack.presets[preset], setting.path) ?? setting.fallback);
  const [dev] = values;
  const differ = values.some((value) => JSON.stringify(value) !== JSON.stringify(dev));
  const told = differ
    ? [`Default: ${PRESETS.map((preset, index) => `${textOf(values[index])} (${preset})`).join(", ")}.`]
    : dev === undefined
      ? []
      : [`Default: ${textOf(dev)}.`];
  return [...lines, ...told].map(comment).concat(`#${setting.variable}=${quoted(dev)}`, "");
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

function describeOf(schema: z.ZodType, key: string): string {
  const shape = (schema as { shape?: Readonly<Record<string, z.ZodType>> }).shape;
  return shape?.[key]?.description ?? "";
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
