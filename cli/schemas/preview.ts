import { z } from "zod";
import { comparisonSchema } from "./diff";
import { failureSchema } from "./problem";

const baseSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("folder"), path: z.string().describe("Absolute path of the folder.") }),
    z.strictObject({
      kind: z.literal("commit"),
      ref: z.string().describe("As it was named."),
      commit: z.string().describe("Full hash of the commit that was rendered."),
    }),
    z.strictObject({ kind: z.literal("pulumi"), stack: z.string(), project: z.string() }),
  ])
  .describe("What the platform is compared with.");

const environmentSchema = z.strictObject({
  environment: z.string(),
  platform: z.string(),
  isNew: z.boolean().describe("The base has nothing of this environment."),
  comparisons: z.array(comparisonSchema).describe("One for each target."),
});

/** What `ashlar preview --json` prints. */
export const previewSchema = z.discriminatedUnion("ok", [
  z.strictObject({
    command: z.literal("preview"),
    ok: z.literal(true),
    changed: z.boolean().describe("Whether anything differs that means something."),
    passed: z.boolean().describe("No danger, and no mandatory finding that the base does not have."),
    about: z.array(z.string()).describe("What the marker names: platform, environment and target of each comparison."),
    marker: z.string().describe("First line of the comment: the same for the same platform, environments and targets."),
    base: baseSchema,
    notes: z.array(z.string()).describe("What a reader must know of both sides."),
    environments: z.array(environmentSchema).describe("In the order in which they were asked for."),
  }),
  failureSchema("preview"),
]);

/** What a preview tells. */
export type PreviewResult = Extract<z.output<typeof previewSchema>, { readonly ok: true }>;

/** What it tells of one environment. */
export type PreviewEnvironment = PreviewResult["environments"][number];
