import { z } from "zod";
import { ACCESS_PLUGINS } from "./access";
import type { PluginForm } from "./form";
import { FUNCTION_PLUGINS } from "./functions";
import { PROMPT_PLUGINS } from "./prompts";
import { REFUSED_PLUGINS } from "./refused";
import { REPORT_PLUGINS } from "./reports";
import { TRACE_PLUGINS } from "./traces";
import { TRAFFIC_PLUGINS } from "./traffic";
import { TRANSFORM_PLUGINS } from "./transform";

const FORMS = {
  ...ACCESS_PLUGINS,
  ...FUNCTION_PLUGINS,
  ...PROMPT_PLUGINS,
  ...REPORT_PLUGINS,
  ...TRACE_PLUGINS,
  ...TRAFFIC_PLUGINS,
  ...TRANSFORM_PLUGINS,
} as const;

type Forms = typeof FORMS;

/** A plugin that users can set. */
export type UserPlugin = keyof Forms;

/** What is known of a user's plugin. */
export const formOf = (name: UserPlugin): PluginForm => FORMS[name];

/** Schemas of what Kong reads of the plugins that users can set. */
export const WIRE_SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map(
  Object.entries<PluginForm>(FORMS).map(([name, { wire }]) => [name, wire]),
);

/** Schemas of what users write, one for each plugin. */
const INPUTS = Object.fromEntries(
  Object.entries<PluginForm>(FORMS).map(([name, { input }]) => [name, input.optional()]),
) as unknown as { readonly [Name in UserPlugin]: z.ZodOptional<Forms[Name]["input"]> };

/**
 * Settings of plugins, by name: all of Kong's open-source distribution. Those that cannot work in this gateway are known
 * as well, to say why.
 *
 * Source: `kong/constants.lua` of Kong 3.9.3
 */
export const pluginsSchema = () => z.strictObject({ ...INPUTS, ...REFUSED_PLUGINS }).default({});

/** Every plugin of the distribution. */
const NAMES = [...Object.keys(FORMS), ...Object.keys(REFUSED_PLUGINS)].sort();

/** Settings of plugins with every default filled in. */
export type PluginSettings = z.output<ReturnType<typeof pluginsSchema>>;

/** The plugins that are set, in one order. */
export function namesOf(settings: PluginSettings): readonly UserPlugin[] {
  return (Object.keys(FORMS) as UserPlugin[]).filter((name) => settings[name] !== undefined).sort();
}

/**
 * Schema of plugins in files of settings, which hold neither secrets nor endpoints. What is in them is judged by the
 * gateway that they are given to.
 */
export const jsonPluginsSchema = () => z.partialRecord(z.enum(NAMES), z.record(z.string(), z.json())).default({});
