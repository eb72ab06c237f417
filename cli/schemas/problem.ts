import { z } from "zod";

/** A problem, as every command's JSON carries it. */
export const problemSchema = z
  .strictObject({
    code: z.string().describe("Stable code; the reference explains each."),
    severity: z.enum(["error", "warning", "info"]),
    path: z.string().describe("Construct path and field, file and line, or name of the thing."),
    message: z.string().describe("What is wrong."),
    value: z.string().optional().describe("The value that was given. Absent where it may be secret."),
    allowed: z.string().optional().describe("The values that are allowed."),
    cure: z.string().describe("What to do about it."),
  })
  .describe("A problem, told so that its reader can mend it.");

/** A problem. */
export type Problem = z.output<typeof problemSchema>;

/** What a command prints when it could not do its work. */
export const failureSchema = <Command extends string>(command: Command) =>
  z
    .strictObject({
      command: z.literal(command),
      ok: z.literal(false),
      exitCode: z.int().describe("The process's exit code."),
      problems: z.array(problemSchema).describe("Everything that is wrong, not only the first."),
    })
    .describe("The command could not do its work, and wrote nothing.");
