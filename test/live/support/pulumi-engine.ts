import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { enginePath } from "./engines";
import { temporaryFolder } from "./process";
import type { AttachedProvider } from "./pulumi-stand-in";

/** A stack of the real engine, its state in a folder. */
export interface EngineStack {
  readonly stack: Stack;
  /** Everything that the file backend holds, as text. */
  state(): string;
  remove(): void;
}

/** The project that stacks belong to. */
const PROJECT = "ashlar";

/**
 * Makes a stack of an inline program in the real engine, with a file backend in a folder of its own.
 *
 * @param providers the stand-ins by package
 */
export async function engineStack(
  name: string,
  program: PulumiFn,
  providers: Readonly<Record<string, AttachedProvider>>,
): Promise<EngineStack> {
  const folder = temporaryFolder("pulumi");
  const inside = (path: string): string => join(folder.path, path);
  for (const each of ["cli/bin", "state", "home", "work"]) mkdirSync(inside(each), { recursive: true });
  symlinkSync(enginePath("pulumi", "bin/pulumi"), inside("cli/bin/pulumi"));
  const pulumiCommand = await PulumiCommand.get({ root: inside("cli"), skipVersionCheck: true });
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: name, projectName: PROJECT, program },
    {
      pulumiCommand,
      workDir: inside("work"),
      pulumiHome: inside("home"),
      envVars: {
        PULUMI_BACKEND_URL: `file://${inside("state")}`,
        PULUMI_CONFIG_PASSPHRASE: "for tests alone",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DEBUG_PROVIDERS: Object.entries(providers)
          .map(([pkg, { port }]) => `${pkg}:${port}`)
          .join(","),
      },
    },
  );
  return { stack, state: () => textOf(inside("state")), remove: () => folder.remove() };
}

function textOf(folder: string): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}
