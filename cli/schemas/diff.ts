import { z } from "zod";
import { TARGETS } from "../../constructs/model/target";
import { DANGER_KINDS } from "../../policies/diff/danger";
import { SEVERITIES } from "../../policies/rule";
import { failureSchema } from "./problem";

const countsSchema = z
  .strictObject({
    added: z.int(),
    removed: z.int(),
    changed: z.int(),
    replaced: z.int().describe("Must be made anew, or run again under a new name."),
  })
  .describe("How many objects, services, volumes and files.");

const fieldSchema = z.strictObject({
  path: z.string().describe("Inside the object, members of lists by their names."),
  action: z.enum(["added", "removed", "changed", "moved"]).describe("`moved`: where order matters, another one."),
  before: z.string().optional().describe("On one line, never long; `(secret)` where it may be one."),
  after: z.string().optional().describe("On one line, never long; `(secret)` where it may be one."),
  lines: z
    .array(z.string())
    .optional()
    .describe("Of a text of several lines what differs, and a little around it, marked by +, - and a space."),
  moreLines: z.int().optional().describe("Marked lines that are not told."),
});

const objectSchema = z.strictObject({
  action: z.enum(["added", "removed", "changed", "replaced"]),
  kind: z.string().describe("Kind of a Kubernetes object; service, network, volume, config, secret, file or project."),
  path: z.string().describe("As findings name it; without a content hash."),
  fields: z.array(fieldSchema).describe("What differs; empty for what was added or removed as a whole."),
});

const dangerSchema = z.strictObject({
  kind: z.enum(DANGER_KINDS),
  path: z.string().describe("The object, service or container; the first one, where several are."),
  message: z.string().describe("What happens."),
  others: z.int().describe("How many others the same happens to."),
});

const findingSchema = z.strictObject({
  code: z.string().describe("Code of the rule; the reference explains each."),
  severity: z.enum(SEVERITIES),
  level: z.enum(["mandatory", "advisory"]),
  object: z.string(),
  path: z.string(),
  message: z.string(),
  value: z.string().optional().describe("The value that was found. Absent where it may be secret."),
  cure: z.string().describe("What to do about it."),
});

const severitiesSchema = z.strictObject({ critical: z.int(), high: z.int(), medium: z.int(), low: z.int() });

const remainingSchema = z.strictObject({
  code: z.string().describe("Code of the rule; the reference explains each."),
  severity: z.enum(SEVERITIES),
  level: z.enum(["mandatory", "advisory"]),
  count: z.int(),
});

const capacitySchema = z.strictObject({
  scope: z.string().describe("Namespace, or Compose project."),
  what: z.string().describe("What is counted, for example limits.memory."),
  before: z.string(),
  after: z.string(),
  delta: z.string().describe("With its sign."),
  budget: z.string().optional().describe("The lowest ceiling after the change."),
  fits: z.boolean(),
});

/** What is told of two states of one thing. */
export const comparisonSchema = z.strictObject({
  name: z.string().describe("What the platform, project or folder is called."),
  path: z.string().describe("Where it stands below the folders; empty: right in them."),
  target: z.enum(TARGETS),
  counts: countsSchema,
  hashesOnly: z.int().describe("Objects that differ in content hashes alone; they are told nowhere else."),
  dangers: z.array(dangerSchema).describe("What a reviewer must have seen, the worst first."),
  newFindings: z.array(findingSchema).describe("What breaks a rule and did not before, the worst first."),
  fixedFindings: z.array(findingSchema).describe("What broke a rule before and does no more."),
  keptFindings: z.int().describe("How many findings both states have."),
  remaining: z.array(remainingSchema).describe("The rules that both states break, the worst first."),
  newMandatory: z.int().describe("How many of all new findings are mandatory."),
  severities: z
    .strictObject({ new: severitiesSchema, fixed: severitiesSchema, remaining: severitiesSchema })
    .describe("How many findings of each severity, those that --limit left out included."),
  rules: z.int().describe("How many rules were held against either state."),
  capacity: z.array(capacitySchema).describe("Sums and ceilings that differ."),
  objects: z.array(objectSchema).describe("Replaced and removed ones first, then changed and added ones; by path."),
  left: z
    .strictObject({ dangers: z.int(), newFindings: z.int(), fixedFindings: z.int(), objects: z.int() })
    .describe("How many more there are of each than --limit let through."),
  unread: z
    .array(z.strictObject({ path: z.string(), reason: z.string() }))
    .describe("What of the later state was not read, so that nothing is known about it."),
});

/** What `ashlar diff --json` prints. */
export const diffSchema = z.discriminatedUnion("ok", [
  z.strictObject({
    command: z.literal("diff"),
    ok: z.literal(true),
    changed: z.boolean().describe("Whether anything differs that means something."),
    before: z.string().describe("Absolute path of the folder before."),
    after: z.string().describe("Absolute path of the folder after."),
    comparisons: z.array(comparisonSchema).describe("One for each target and project, or group of manifests."),
  }),
  failureSchema("diff"),
]);

/** What a diff tells. */
export type DiffResult = Extract<z.output<typeof diffSchema>, { readonly ok: true }>;

/** What it tells of one target and project. */
export type DiffComparison = DiffResult["comparisons"][number];

/** What it tells of one object. */
export type DiffObject = DiffComparison["objects"][number];
