import { z } from "zod";

/** How a setting is written as text: in an environment variable, in `.env` or after `--set`. */
export type SettingForm =
  | "text"
  | "number"
  | "boolean"
  /** `a,b,c`, or a JSON array. */
  | "list"
  /** A JSON object. */
  | "map"
  /** A number, or a JSON object with one for each of several things. */
  | "number-or-map";

/** One value of a stack's config that can be set by itself. */
export interface Setting {
  /** Keys from the config's root, for example `["database", "storage"]`. */
  readonly path: readonly string[];
  /** Name of its environment variable, for example `ASHLAR_BAAS_DATABASE_STORAGE`. */
  readonly variable: string;
  readonly form: SettingForm;
  readonly describe: string;
  /** The schema's own default; presets come on top. */
  readonly fallback?: unknown;
  /** The values that are allowed, when they can be listed. */
  readonly choices?: readonly string[];
}

/** What of a JSON Schema is read here. */
interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: unknown;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** Every setting of a stack's schema, in the schema's order. */
export function settingsOf(stack: string, schema: z.ZodType): readonly Setting[] {
  return walk(stack, [], z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema);
}

/** `baas` and `database.maxConnections` make `ASHLAR_BAAS_DATABASE_MAX_CONNECTIONS`. */
export function variableOf(stack: string, path: readonly string[]): string {
  return [`ashlar`, stack, ...path]
    .map((word) => word.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/[^A-Za-z0-9]+/g, "_"))
    .join("_")
    .toUpperCase();
}

function walk(stack: string, path: readonly string[], schema: JsonSchema): readonly Setting[] {
  if (schema.properties !== undefined) {
    const { description } = schema;
    // A field that says nothing of its own is described by what it is part of.
    return Object.entries(schema.properties).flatMap(([key, inner]) =>
      walk(stack, [...path, key], description === undefined ? inner : { description, ...inner }),
    );
  }
  const choices = schema.enum?.map(String);
  return [
    {
      path,
      variable: variableOf(stack, path),
      form: formOf(schema),
      describe: schema.description ?? "",
      ...(schema.default === undefined ? {} : { fallback: schema.default }),
      ...(choices === undefined ? {} : { choices }),
    },
  ];
}

function formOf(schema: JsonSchema): SettingForm {
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const types = new Set([schema.type ?? [], ...branches.map((branch) => branch.type ?? [])].flat());
  // A quantity may be a number or text; its text form covers both.
  if (types.has("string")) return "text";
  if (types.has("integer") || types.has("number")) return types.has("object") ? "number-or-map" : "number";
  if (types.has("boolean")) return "boolean";
  if (types.has("array")) return "list";
  return types.has("object") ? "map" : "text";
}
