import { z } from "zod";
import { TARGETS } from "../../constructs/model/target";
import { failureSchema, problemSchema } from "./problem";

/** Something that must be in a cluster first. */
const prerequisiteSchema = z.strictObject({
  name: z.string(),
  version: z.string().describe("Oldest version that is known to work."),
  why: z.string(),
});

const targetSchema = z.strictObject({
  target: z.enum(TARGETS),
  folder: z.string().describe("Absolute path of the rendered folder."),
  objects: z.int().describe("Kubernetes objects, or Compose services."),
  files: z.array(z.string()).describe("Files of the folder, relative to it."),
  written: z.int().describe("How many of the files were new or different."),
  removed: z.array(z.string()).describe("Files of an earlier render that were removed."),
  secrets: z.int().describe("Secrets that `ashlar init` makes sure of."),
  certificates: z.int().describe("Certificates of the local authority that `ashlar init` makes sure of."),
  prerequisites: z.array(prerequisiteSchema).describe("What must be installed in a cluster first."),
  notes: z.array(problemSchema).describe("Emulations and accepted losses."),
});

/** What `ashlar synth --json` prints. */
export const synthSchema = z.discriminatedUnion("ok", [
  z.strictObject({
    command: z.literal("synth"),
    ok: z.literal(true),
    platform: z.string(),
    environment: z.string(),
    targets: z.array(targetSchema),
  }),
  failureSchema("synth"),
]);

/** What a successful synth tells. */
export type SynthResult = Extract<z.output<typeof synthSchema>, { readonly ok: true }>;

/** One target of it. */
export type SynthTarget = SynthResult["targets"][number];
