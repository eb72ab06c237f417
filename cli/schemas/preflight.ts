import { z } from "zod";
import { TARGETS } from "../../constructs/model/target";
import { CHECK_STATUSES } from "../../constructs/state/preflight/check";
import { failureSchema } from "./problem";

const checkSchema = z.strictObject({
  code: z.string().describe("Stable code; `ashlar explain` tells what it means."),
  status: z
    .enum(CHECK_STATUSES)
    .describe("`failed`: the platform would not work. `warning`: it may not. `unknown`: it cannot be told."),
  subject: z.string().describe("What was looked at."),
  message: z.string().describe("What was found."),
  cure: z.string().optional().describe("What to do about it; absent when it is as it should be."),
});

/** What `ashlar preflight --json` prints. */
export const preflightSchema = z.discriminatedUnion("ok", [
  z.strictObject({
    command: z.literal("preflight"),
    ok: z.literal(true).describe("Everything was looked at; `ready` says what was found."),
    platform: z.string(),
    environment: z.string(),
    target: z.enum(TARGETS),
    address: z.string().describe("The cluster's API server, or `docker`."),
    ready: z.boolean().describe("Whether no check failed. When one did, the exit code is 1."),
    checks: z.array(checkSchema).describe("The worst first."),
  }),
  failureSchema("preflight"),
]);

/** What a successful preflight tells. */
export type PreflightResult = Extract<z.output<typeof preflightSchema>, { readonly ok: true }>;
