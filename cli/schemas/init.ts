import { z } from "zod";
import { TARGETS } from "../../constructs/model/target";
import { failureSchema, problemSchema } from "./problem";

const changeSchema = z.strictObject({
  kind: z.enum(["file", "namespace", "secret", "secret-file", "authority", "certificate"]),
  name: z.string().describe("Name of the thing, or path of the file. Never a value."),
  action: z.enum(["created", "kept", "renewed", "rewritten"]),
  why: z.string().optional().describe("Why it was renewed or rewritten."),
});

/** What `ashlar init --json` prints. */
export const initSchema = z.discriminatedUnion("ok", [
  z.strictObject({
    command: z.literal("init"),
    ok: z.literal(true),
    platform: z.string(),
    environment: z.string(),
    target: z.enum(TARGETS),
    folder: z.string().describe("Absolute path of the environment's folder."),
    changes: z.array(changeSchema).describe("Everything that was looked at."),
    warnings: z.array(problemSchema),
    next: z.array(z.string()).describe("Commands to run next."),
  }),
  failureSchema("init"),
]);

/** What a successful init tells. */
export type InitResult = Extract<z.output<typeof initSchema>, { readonly ok: true }>;
