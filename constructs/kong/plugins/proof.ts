import type { z } from "zod";
import type { ExpressionInput } from "../../model/expression";

/** Names of what proves who calls. Tokens in the plural are counted, as in `max_tokens`. */
const PROVING = /^(?:proxy-)?authorization$|^cookie$|(?:api[-_]?key|token(?!s$)|secret|password)/i;

/** What can be read of a value that may hold secrets: undefined where one is in it. */
export function readable(value: ExpressionInput): string | undefined {
  if (typeof value === "string") return value;
  if (value.kind === "literal") return value.text;
  if (value.kind === "encode") return readable(value.value);
  if (value.kind !== "concat") return undefined;
  const parts = value.parts.map(readable);
  return parts.includes(undefined) ? undefined : parts.join("");
}

/** Whether what stands under a name proves who calls, such as a token. */
export const proves = (name: string): boolean => PROVING.test(name.trim());

/** Tells a proof that stands as text, where everybody reads it. It is not repeated. */
export function refuseProof(context: z.RefinementCtx, allowed: string, path: readonly PropertyKey[] = []): void {
  const params = { code: "ASH-SEC-001", allowed };
  context.addIssue({ code: "custom", path: [...path], message: "a secret is given as text", params });
}
