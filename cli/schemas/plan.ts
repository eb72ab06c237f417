import { z } from "zod";
import { TARGETS } from "../../constructs/model/target";
import { failureSchema } from "./problem";

const amountsSchema = z
  .strictObject({
    requests: z.strictObject({ cpu: z.string(), memory: z.string(), storage: z.string() }),
    limits: z.strictObject({ cpu: z.string(), memory: z.string() }),
    pods: z.int().describe("Pods, or groups of services."),
    claims: z.int().describe("Persistent volume claims, or volumes."),
  })
  .describe("The most that is taken at once, as quotas write amounts.");

const workloadSchema = z.strictObject({
  path: z.string().describe("The object or service."),
  kind: z.enum(["service", "stateful", "daemon", "job", "cron"]),
  replicas: z.int(),
  surge: z.int().describe("Copies that a rollout adds."),
  amounts: amountsSchema,
});

const quotaSchema = z.strictObject({
  what: z.string().describe("What is counted, for example limits.memory."),
  used: z.string(),
  budget: z.string(),
  left: z.string().describe("Less than nothing when it does not fit."),
  fits: z.boolean(),
});

const scopeSchema = z.strictObject({
  scope: z.string().describe("Namespace, or Compose project."),
  components: z.array(
    z.strictObject({
      component: z.string().describe("Ids below the platform; `(platform)` for what belongs to no component."),
      workloads: z.array(workloadSchema),
      amounts: amountsSchema,
    }),
  ),
  amounts: amountsSchema,
  shares: z
    .strictObject({
      surge: amountsSchema.describe("What only rollouts take."),
      jobs: amountsSchema.describe("Jobs, all at once."),
      sidecars: amountsSchema.describe("Programs beside the program."),
    })
    .describe("Parts of the sum, each of which is counted in it already. They overlap."),
  quotas: z.array(quotaSchema),
});

/** What `ashlar plan --json` prints. */
export const planSchema = z.discriminatedUnion("ok", [
  z.strictObject({
    command: z.literal("plan"),
    ok: z.literal(true),
    platform: z.string(),
    environment: z.string(),
    fits: z.boolean().describe("Whether everything fits every quota. When not, the exit code is 1."),
    targets: z.array(z.strictObject({ target: z.enum(TARGETS), scopes: z.array(scopeSchema) })),
  }),
  failureSchema("plan"),
]);

/** What a successful plan tells. */
export type PlanResult = Extract<z.output<typeof planSchema>, { readonly ok: true }>;

/** One scope of it. */
export type PlanScope = PlanResult["targets"][number]["scopes"][number];

/** Amounts of it. */
export type PlanAmounts = PlanScope["amounts"];
