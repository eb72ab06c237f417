import { z } from "zod";
import { isExpression, type Expression } from "../../model/expression";
import { Secret } from "../../model/secret";
import { textForm } from "../../model/text-form";
import { proves, readable, refuseProof } from "./proof";

/** A secret, or text with secrets in it, such as `concat("Bearer ", secretValue(token))`. */
export type SecretText = Secret | Expression;

/** Whether an expression is made of text and secrets alone. */
function isSecretText(value: unknown): value is SecretText {
  if (Secret.isSecret(value)) return true;
  if (!isExpression(value)) return false;
  if (value.kind === "concat") return value.parts.every(isSecretText);
  if (value.kind === "encode") return isSecretText(value.value);
  return value.kind === "literal" || value.kind === "secret";
}

const secretText = () =>
  z
    .custom<SecretText>(isSecretText, {
      error: "neither text nor a secret",
      params: { allowed: "text, a Secret, or `concat` of both", secret: true },
    })
    .meta({ title: "Secret | Expression" });

/** Schema of a text that may hold secrets. */
export const text = () => z.union([z.string().min(1), secretText()]);

/** Schema of headers that a plugin sends. Those that prove who calls are secrets. */
export const headers = () =>
  z.record(headerName(), text()).superRefine((map, context) => {
    for (const [name, value] of Object.entries(map)) {
      if (/^(?:host|content-length|content-type)$/i.test(name))
        context.addIssue({ code: "custom", path: [name], message: "the plugin sets this header itself" });
      if (Secret.isSecret(value) || readable(value) === undefined || !proves(name)) continue;
      refuseProof(context, "a Secret, or `concat` of text and secrets", [name]);
    }
  });

/** Schema of headers with their values, as Kong reads them. */
export const plainHeaders = () => z.record(headerName(), z.string().min(1));

/** Schema of a header's name. */
export const headerName = () =>
  textForm({ pattern: /^[A-Za-z0-9_-]+$/, message: "not a header's name", allowed: "A-Z, a-z, 0-9, _ and -" });

/** Schema of a path of requests. */
export const requestPath = () =>
  textForm({ pattern: /^\/[^\s?#]*$/, message: "not a path", allowed: "a path that begins with /, without a query" });

/** Schema of a time in milliseconds, as Kong counts it. */
export const milliseconds = () =>
  z
    .int()
    .min(0)
    .max(2 ** 31 - 2);

export const flag = () => z.boolean().optional();
export const positive = () => z.number().gt(0).optional();
export const port = () => z.int().min(1).max(65535);

/** Schema of a url of http. */
export const httpUrl = () => z.url({ protocol: /^https?$/ });

/** Schema of fields of log entries by name, each a program that the sandbox runs. */
export const fieldsByLua = () => z.record(z.string().min(1), z.string().min(1)).optional();

/** Schema of the name of the consumer that stands for whoever proves nothing. The gateway knows which there are. */
export const anonymous = () => z.string().min(1).optional();

/** Schema of what is kept to be sent in batches. */
export const queue = () =>
  z
    .strictObject({
      max_batch_size: z.int().min(1).max(1_000_000).optional(),
      max_coalescing_delay: z.number().min(0).max(3600).optional(),
      max_entries: z.int().min(1).max(1_000_000).optional(),
      max_bytes: z.int().optional(),
      max_retry_time: z.number().optional(),
      initial_retry_delay: z.number().min(0.001).max(1_000_000).optional(),
      max_retry_delay: z.number().min(0.001).max(1_000_000).optional(),
      concurrency_limit: z.literal([-1, 1]).optional(),
    })
    .optional();

const PERIODS = ["second", "minute", "hour", "day", "month", "year"] as const;
type Period = (typeof PERIODS)[number];

/** Fields of limits by time. */
export const periods = Object.fromEntries(PERIODS.map((period) => [period, positive()])) as Readonly<
  Record<Period, ReturnType<typeof positive>>
>;

/** Limits that allow nothing, or that allow less in a longer time. */
export function checkPeriods(limits: Readonly<Partial<Record<Period, unknown>>>, context: z.RefinementCtx): void {
  const given = PERIODS.flatMap((period) => (typeof limits[period] === "number" ? [limits[period]] : []));
  const refuse = (message: string, allowed: string): void =>
    void context.addIssue({ code: "custom", message, params: { allowed } });
  if (given.length === 0) refuse("the limit limits nothing", PERIODS.join(", "));
  if (given.some((amount, index) => amount < (given[index - 1] ?? 0)))
    refuse(
      "a longer time allows fewer requests than a shorter one",
      "second <= minute <= hour <= day <= month <= year",
    );
}

/** Tells settings of which at least one must be there. */
export const oneOf =
  (...names: readonly string[]) =>
  (settings: object, context: z.RefinementCtx): void => {
    if (names.some((name) => (settings as Readonly<Record<string, unknown>>)[name] !== undefined)) return;
    const params = { allowed: names.join(" or ") };
    context.addIssue({ code: "custom", message: "settings without which the plugin does nothing are missing", params });
  };
