import { z } from "zod";
import { failureSchema } from "./problem";

/** What `ashlar explain --json` prints. */
export const explainSchema = z.discriminatedUnion("ok", [
  z.strictObject({
    command: z.literal("explain"),
    ok: z.literal(true),
    code: z.string(),
    kind: z
      .enum(["diagnostic", "trouble", "rule", "check"])
      .describe("Of a platform or its input, of what is around it, of files, or of a preflight."),
    title: z.string().describe("What is wrong; of a rule and a check, what holds when nothing is."),
    severity: z.string(),
    level: z.string().optional().describe("Of a rule: whether a finding stops a change."),
    targets: z.array(z.string()).optional(),
    why: z.string(),
    example: z.string().optional().describe("A declaration that brings it about."),
    allowed: z.string().optional().describe("Absent when it depends on the case: the message itself tells it."),
    cure: z.string(),
    reference: z.string().optional().describe("Where a rule comes from."),
    settings: z.array(
      z.strictObject({
        name: z.string(),
        about: z.string(),
        fallback: z.string().optional().describe("The default, as JSON."),
        allowed: z.string().optional(),
      }),
    ),
    page: z.string().describe("Page of the documents."),
  }),
  failureSchema("explain"),
]);

/** What a successful explanation tells. */
export type ExplainResult = Extract<z.output<typeof explainSchema>, { readonly ok: true }>;
