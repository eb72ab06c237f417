import { z } from "zod";
import { TARGETS } from "../../constructs/model/target";
import { failureSchema } from "./problem";

const findingSchema = z.strictObject({
  code: z.string().describe("Code of the rule; the reference explains each."),
  severity: z.enum(["critical", "high", "medium", "low"]),
  level: z.enum(["mandatory", "advisory"]).describe("A mandatory finding makes the exit code 1."),
  object: z.string().describe("The object or service that has to change."),
  path: z.string().describe("The object, the container and the field."),
  message: z.string().describe("What is wrong."),
  value: z.string().optional().describe("The value that was found. Absent where it may be secret."),
  cure: z.string().describe("What to do about it."),
});

const capacitySchema = z.strictObject({
  scope: z.string().describe("Namespace, or Compose project."),
  what: z.string().describe("What is counted, for example limits.memory."),
  used: z.string().describe("The most that is taken at once, rollouts and jobs included."),
  budget: z.string(),
  fits: z.boolean(),
});

const reportSchema = z.strictObject({
  name: z.string().describe("The platform, the Compose file, or the folder or file of manifests that was judged."),
  target: z.enum(TARGETS),
  findings: z.array(findingSchema).describe("The worst first."),
  passed: z.array(z.string()).describe("Rules that found nothing."),
  skipped: z.array(z.string()).describe("Rules that are off, or say nothing about the target."),
  edges: z
    .record(z.string(), z.int())
    .describe("How many connections there are of each kind; `proven` ones demand a certificate and check its name."),
  capacity: z.array(capacitySchema),
  unread: z
    .array(z.strictObject({ path: z.string(), reason: z.string() }))
    .describe("What was not read: no finding about it means nothing."),
});

/** What `ashlar check --json` prints. */
export const checkSchema = z.discriminatedUnion("ok", [
  z.strictObject({
    command: z.literal("check"),
    ok: z.literal(true).describe("The rules were held against everything; see `passed`."),
    passed: z.boolean().describe("Whether no mandatory rule is broken."),
    reports: z.array(reportSchema),
  }),
  failureSchema("check"),
]);

/** What a check tells. */
export type CheckResult = Extract<z.output<typeof checkSchema>, { readonly ok: true }>;

/** What it tells of one subject. */
export type CheckReport = CheckResult["reports"][number];
