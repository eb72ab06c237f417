import { z } from "zod";
import { oneOf } from "./fields";
import { plain, type PluginForm } from "./form";
import { pairs, plainPairs, renames } from "./pairs";

/** What a new name of a header looks like. */
const HEADER = /^[A-Za-z0-9_-]+$/;

const names = () => z.array(z.string().min(1)).optional();

/** Settings of `request-transformer`, by what a name with its value is. */
const requestTransformer = <Pairs extends z.ZodType, Renames extends z.ZodType>(
  pair: () => Pairs,
  rename: (form?: RegExp) => Renames,
) => {
  const removed = () => z.strictObject({ body: names(), headers: names(), querystring: names() }).optional();
  const set = { body: pair().optional(), headers: pair().optional(), querystring: pair().optional() };
  return z.strictObject({
    http_method: z
      .string()
      .regex(/^[A-Z]+$/)
      .optional(),
    remove: removed(),
    rename: z
      .strictObject({
        body: rename().optional(),
        headers: rename(HEADER).optional(),
        querystring: rename().optional(),
      })
      .optional(),
    replace: z.strictObject({ ...set, uri: z.string().min(1).optional() }).optional(),
    add: z.strictObject(set).optional(),
    append: z.strictObject(set).optional(),
  });
};

/** Settings of `response-transformer`, likewise. */
const responseTransformer = <Pairs extends z.ZodType, Renames extends z.ZodType>(
  pair: () => Pairs,
  rename: (form?: RegExp) => Renames,
) => {
  const set = () =>
    z
      .strictObject({
        json: pair().optional(),
        json_types: z.array(z.enum(["boolean", "number", "string"])).optional(),
        headers: pair().optional(),
      })
      .optional();
  return z.strictObject({
    remove: z.strictObject({ json: names(), headers: names() }).optional(),
    rename: z.strictObject({ json: rename().optional(), headers: rename(HEADER).optional() }).optional(),
    replace: set(),
    add: set(),
    append: set(),
  });
};

const programs = () => z.array(z.string().min(1)).optional();
const PHASES = ["certificate", "rewrite", "access", "header_filter", "body_filter", "log"] as const;

/** Programs by phase. They run in Kong's sandbox, which opens no connections. */
const functions = () =>
  z
    .strictObject({
      certificate: programs(),
      rewrite: programs(),
      access: programs(),
      header_filter: programs(),
      body_filter: programs(),
      log: programs(),
    })
    .superRefine(oneOf(...PHASES));

/**
 * Plugins that change requests and responses.
 *
 * Source: `kong/plugins/…/schema.lua` of Kong 3.9.3
 */
export const TRANSFORM_PLUGINS = {
  "post-function": plain(functions()),
  "pre-function": plain(functions()),
  "request-transformer": {
    input: requestTransformer(pairs, renames),
    wire: requestTransformer(plainPairs, plainPairs),
  },
  "response-transformer": {
    input: responseTransformer(pairs, renames),
    wire: responseTransformer(plainPairs, plainPairs),
  },
} as const satisfies Readonly<Record<string, PluginForm>>;
