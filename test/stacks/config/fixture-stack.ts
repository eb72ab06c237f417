import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { Platform } from "../../../constructs/model/platform";
import { loadConfig, type ConfigSources, type LoadedConfig } from "../../../stacks/config/load-config";
import { cpuText, durationText, sizeText } from "../../../stacks/config/quantity";
import { defineStack, PRESETS } from "../../../stacks/config/stack";

/** A stack that has a setting of every form. */
export const forge = defineStack({
  name: "forge",
  describe: "a small stack with a setting of every form",
  schema: z.strictObject({
    preset: z.enum(PRESETS).describe("Sizes to start from."),
    publicUrl: z.url().optional().describe("Where users reach it."),
    debug: z.boolean().default(false).describe("Whether it tells more."),
    tags: z.array(z.string()).default([]).describe("Words."),
    labels: z.record(z.string(), z.string()).default({}).describe("Words for words."),
    database: z
      .strictObject({
        storage: sizeText().describe("Size of the disk."),
        cpu: cpuText().default("1").describe("Processor time."),
        keep: durationText().default("7d").describe("How long."),
        maxConnections: z.int().min(1).default(100).describe("Sessions."),
        mode: z.enum(["fast", "safe"]).default("safe").describe("How it writes."),
      })
      .describe("The database."),
  }),
  presets: {
    dev: { database: { storage: "1Gi" } },
    staging: { database: { storage: "10Gi" } },
    prod: { database: { storage: "50Gi", maxConnections: 400 } },
  },
  build: (environment) => new Platform("forge", { environment }),
});

/** Reads the stack's config from a folder with these files, and from these variables and arguments. */
export function load(
  folder: string,
  {
    files = {},
    ...sources
  }: Partial<Omit<ConfigSources, "folder" | "environmentFolder">> & {
    readonly files?: Readonly<Record<string, string>>;
  } = {},
): LoadedConfig {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return loadConfig(forge, {
    environment: "dev",
    settings: [],
    variables: {},
    folder,
    environmentFolder: join(folder, "out", "forge", "dev"),
    stacks: ["forge", "baas"],
    ...sources,
  });
}
