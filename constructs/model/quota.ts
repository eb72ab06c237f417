import { z } from "zod";
import { cpu, size } from "./units";

/** Schema of a budget: what a scope may take in sum. */
export const budgetSchema = () =>
  z.strictObject({
    cpu: cpu().describe("Sum of the processor limits of all containers."),
    memory: size().describe("Sum of the memory limits of all containers."),
    storage: size().optional().describe("Sum of all persistent volumes. Unlimited when not set."),
    pods: z.int().positive().optional().describe("Number of pods. Unlimited when not set."),
  });

/** A ceiling of a scope. Requests and limits are both held against it. */
export type Budget = z.output<ReturnType<typeof budgetSchema>>;
