import { z } from "zod";
import { OPERATIONS } from "../preview/plan-resource";
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

const resourcesSchema = z
  .strictObject({
    counts: z
      .strictObject({
        delete: z.int(),
        replace: z.int(),
        discard: z.int(),
        update: z.int(),
        import: z.int(),
        create: z.int(),
      })
      .describe(
        "How many resources each operation is for, Kubernetes objects included; what stays or is read is none.",
      ),
    untold: z
      .array(
        z.strictObject({
          operation: z.enum(OPERATIONS),
          type: z.string().describe("Pulumi's token, for example aws:s3/bucket:Bucket."),
          name: z.string().describe("Its logical name in the program."),
        }),
      )
      .describe(
        "What the comparisons do not tell: resources that are no Kubernetes objects, and objects whose change is not " +
          "shown, as that of a secret. The worst first; components, providers and the stack itself last.",
      ),
    left: z.int().describe("How many more there are than --limit let through."),
  })
  .describe("With --pulumi: everything that Pulumi would do.");

/** What `ashlar preview --json` prints. */
export const previewSchema = z.discriminatedUnion("ok", [
  z.strictObject({
    command: z.literal("preview"),
    ok: z.literal(true),
    changed: z
      .boolean()
      .describe("Whether anything differs that means something; with --pulumi, whether Pulumi would do anything."),
    passed: z.boolean().describe("No danger, and no mandatory finding that the base does not have."),
    about: z.array(z.string()).describe("What the marker names: platform, environment and target of each comparison."),
    marker: z.string().describe("First line of the comment: the same for the same platform, environments and targets."),
    base: baseSchema,
    notes: z.array(z.string()).describe("What a reader must know of both sides."),
    environments: z.array(environmentSchema).describe("In the order in which they were asked for."),
    resources: resourcesSchema.optional(),
  }),
  failureSchema("preview"),
]);

/** What a preview tells. */
export type PreviewResult = Extract<z.output<typeof previewSchema>, { readonly ok: true }>;

/** What it tells of one environment. */
export type PreviewEnvironment = PreviewResult["environments"][number];

/** What Pulumi would do, all of it. */
export type PreviewResources = NonNullable<PreviewResult["resources"]>;
