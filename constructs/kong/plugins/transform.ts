import { z } from "zod";
import { isExpression } from "../../model/expression";
import { Secret } from "../../model/secret";
import { oneOf, text } from "./fields";
import { plain, type PluginForm } from "./form";

const names = () => z.array(z.string().min(1)).optional();
/** A name, a colon and a value, which may hold a secret. */
const pairs = () =>
  z
    .array(
      text().superRefine((pair, context) => {
        if (Secret.isSecret(pair)) {
          const params = { allowed: 'concat("name:", secretValue(secret))', secret: true };
          context.addIssue({ code: "custom", message: "a secret stands where a name and its value do", params });
        } else if (!isExpression(pair) && !/^[^:]+:.+$/s.test(pair)) {
          const params = { allowed: "a name, a colon and a value" };
          context.addIssue({ code: "custom", message: "not a name with a value", params });
        }
      }),
    )
    .optional();

const requestNames = () => z.strictObject({ body: names(), headers: names(), querystring: names() }).optional();
const requestPairs = { body: pairs(), headers: pairs(), querystring: pairs() };
const responsePairs = () =>
  z
    .strictObject({
      json: pairs(),
      json_types: z.array(z.enum(["boolean", "number", "string"])).optional(),
      headers: pairs(),
    })
    .optional();

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
  "request-transformer": plain(
    z.strictObject({
      http_method: z
        .string()
        .regex(/^[A-Z]+$/)
        .optional(),
      remove: requestNames(),
      rename: z.strictObject(requestPairs).optional(),
      replace: z.strictObject({ ...requestPairs, uri: z.string().min(1).optional() }).optional(),
      add: z.strictObject(requestPairs).optional(),
      append: z.strictObject(requestPairs).optional(),
    }),
  ),
  "response-transformer": plain(
    z.strictObject({
      remove: z.strictObject({ json: names(), headers: names() }).optional(),
      rename: z.strictObject({ json: pairs(), headers: pairs() }).optional(),
      replace: responsePairs(),
      add: responsePairs(),
      append: responsePairs(),
    }),
  ),
} as const satisfies Readonly<Record<string, PluginForm>>;
