import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import type { CheckCommandOptions } from "./commands/check";
import type { InitCommandOptions } from "./commands/init";
import { addDiff } from "./diff-command";
import { addCommonOptions, addOutOption, addPlatformOptions } from "./options";
import type { PlatformOptions } from "./platform-options";
import { addPreview } from "./preview-command";
import type { Runner } from "./runner";
import { addSurveyCommands } from "./survey-commands";

const REFERENCE = "<stack | module>";

/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-assignment -- each command is loaded
   when it runs, and in place: an import() would start another loader */

/** The command line, as data: what it offers. What a command does is in its own file. */
export function createProgram(run: Runner): Command {
  const program = new Command("ashlar")
    .description("Describe a platform once; render it for Docker Compose and for Kubernetes, and check it.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this")
    .helpCommand("help [command]", "print what a command does")
    .configureHelp({ showGlobalOptions: true });
  addCommonOptions(program);
  addSynth(program.command("synth"), run);
  addInit(program.command("init"), run);
  addCheck(program.command("check"), run);
  addSurveyCommands(program, run);
  addDiff(program.command("diff"), run);
  addPreview(program.command("preview"), run);
  return program;
}

function addSynth(command: Command, run: Runner): void {
  command
    .summary("render a platform and write its files")
    .description("Renders a platform and writes its files. It owns what it wrote, and touches nothing else.")
    .argument(
      REFERENCE,
      "a stack of the library, or a TypeScript or JavaScript file whose default export is a platform",
    )
    .action((reference: string, options: PlatformOptions) =>
      run("synth", command.optsWithGlobals(), (context) => {
        const { synth }: typeof import("./commands/synth") = require("./commands/synth");
        return synth(reference, options, context);
      }),
    );
  addOutOption(
    addPlatformOptions(command, "what to render for; repeat it, or leave it out for both"),
    "the rendered folder; with both targets, the environment's folder above both. Default: out/<name>/<environment>/<target>",
  );
}

function addInit(command: Command, run: Runner): void {
  command
    .summary("make the secrets, certificates and files that an environment lacks")
    .description(
      "Makes what an environment lacks: the environment file, .env, strong secrets, the certificate authority and " +
        "certificates, all of mode 0600; for Kubernetes, the missing Secrets. What is there is never written over.",
    )
    .argument(REFERENCE, "as for synth")
    .option(
      "--secrets-from <folder>",
      "a folder with one file for each secret that only you know, named like it; before it comes ASHLAR_SECRET_<NAME>",
    )
    .option("--kubeconfig <file>", "the cluster, for --target kubernetes; as kubectl finds it unless said")
    .option("--context <name>", "a context of the kubeconfig; the current one unless said")
    .action((reference: string, options: InitCommandOptions) =>
      run("init", command.optsWithGlobals(), (context) => {
        const { init }: typeof import("./commands/init") = require("./commands/init");
        return init(reference, options, context);
      }),
    );
  addOutOption(
    addPlatformOptions(command, "for which target; compose unless said"),
    "the environment's folder, which gets .env, secrets/ and pki/; with --target, the rendered folder, as for synth, and " +
      "they lie beside it. Each environment has one of its own. Default: out/<name>/<environment>",
  );
}

function addCheck(command: Command, run: Runner): void {
  command
    .summary("hold the rules against a platform, or against files that anybody made")
    .description(
      "Holds the rules against a platform's renders, or against the manifests and Compose files of a folder, or one " +
        "such file, whoever made them. The exit code is 1 when a mandatory rule is broken.",
    )
    .argument(
      "<stack | module | folder | file>",
      "as for synth, or a folder of manifests or Compose files, or one of them as a YAML or JSON file",
    )
    .option("--rule-config <file>", "settings of rules, as YAML or JSON, by their codes")
    .action((reference: string, options: CheckCommandOptions) =>
      run("check", command.optsWithGlobals(), (context) => {
        const { check }: typeof import("./commands/check") = require("./commands/check");
        return check(reference, options, context);
      }),
    );
  addPlatformOptions(command, "what to judge; repeat it, or leave it out for both");
}

function version(): string {
  // Beside dist/ when built, beside cli/ when not.
  for (const above of [join(__dirname, ".."), join(__dirname, "..", "..")]) {
    try {
      const manifest = JSON.parse(readFileSync(join(above, "package.json"), "utf8")) as { readonly version: string };
      return manifest.version;
    } catch {
      continue;
    }
  }
  return "0.0.0";
}
