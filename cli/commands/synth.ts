import { refuseForeign, writeOutput } from "../../constructs/state/output-folder";
import { resolveReference } from "../../stacks/load";
import type { CommandContext } from "../command";
import { EXIT, type ExitCode } from "../exit-codes";
import { asProblem } from "../failure";
import { chosenTargets } from "../layout";
import { outputFiles } from "../output-files";
import { styleOf } from "../output/style";
import { synthText } from "../output/synth";
import { placePlatform, type PlatformOptions } from "../platform-options";
import { renderTarget, type RenderedTarget } from "../render-target";
import type { SynthResult, SynthTarget } from "../schemas/synth";

/** Renders a platform and writes its files. Nothing is written unless every target can be. */
export async function synth(reference: string, options: PlatformOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal, log, json } = context;
  const named = resolveReference(reference, terminal.folder);
  const { platform, environment, layout } = await placePlatform(named, options, terminal);
  const outputs = chosenTargets(options.target).map((target) => {
    const artifact = renderTarget(platform, target);
    log.debug(`${target} is rendered`, { files: artifact.files.length });
    return { artifact, folder: layout.targetFolder(target), files: outputFiles(artifact) };
  });
  refuseForeign(outputs);

  const targets = outputs.map(({ artifact, folder, files }): SynthTarget => {
    const { written, removed } = writeOutput(folder, files);
    log.info(`${artifact.target}: ${written.length} of ${files.length} files written to ${folder}`);
    return {
      target: artifact.target,
      folder,
      objects: countOf(artifact),
      files: files.map(({ path }) => path),
      written: written.length,
      removed: [...removed],
      secrets: artifact.material.secrets.length,
      certificates: artifact.material.identities.length,
      prerequisites: prerequisitesOf(artifact),
      notes: artifact.notes.map(asProblem),
    };
  });
  const result: SynthResult = { command: "synth", ok: true, platform: platform.node.id, environment, targets };
  terminal.stdout(json ? `${JSON.stringify(result)}\n` : synthText(styleOf(terminal), result, terminal.folder));
  return EXIT.ok;
}

function countOf(artifact: RenderedTarget): number {
  return artifact.target === "kubernetes" ? artifact.objects.length : Object.keys(artifact.file.services).length;
}

function prerequisitesOf(artifact: RenderedTarget): SynthTarget["prerequisites"] {
  if (artifact.target !== "kubernetes") return [];
  return artifact.prerequisites.map(({ name, version, why }) => ({ name, version, why }));
}
