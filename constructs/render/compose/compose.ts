import type { Platform } from "../../model/platform";
import type { Artifact, ArtifactFile } from "../artifact";
import { lowerPlatform } from "../lower";
import type { PlainConfig } from "./config-files";
import { customiseServices } from "./customise";
import { factsOf } from "./facts";
import type { ComposeConfig, ComposeFile } from "./file";
import { materialList } from "./material-list";
import { materialService } from "./material-service";
import { NameRegister } from "./name-register";
import { MATERIAL_SERVICE, SETTLED_SERVICE } from "./names";
import { planNetworks } from "./network";
import { jobsOf, ownedServices, renderParts } from "./parts";
import { beginRender } from "./render";
import { settledService } from "./settled";
import { gatherVolumes } from "./shared-volumes";
import { writeCompose } from "./write";

/** A platform as a Compose project: the typed file, and the folder that it is written to. */
export interface ComposeArtifact extends Artifact {
  readonly target: "compose";
  readonly file: ComposeFile;
}

/** Folder of the config files, beside `compose.yaml`. */
const CONFIG_FOLDER = "config";

/**
 * Renders a platform for Docker Compose. Pure: the same platform gives the same bytes.
 *
 * @throws AshlarError with every problem of the tree, or of this target
 */
export function renderCompose(platform: Platform): ComposeArtifact {
  const lowered = lowerPlatform(platform, "compose");
  const render = beginRender(lowered);
  const { problems } = render;
  const networks = planNetworks(render);
  const parts = renderParts(render, networks);
  const services = ownedServices(render, parts, networks);
  const volumes = gatherVolumes(render, parts, new NameRegister("volumes", problems));
  const configs: PlainConfig[] = parts.flatMap((part) => part.configs);

  const entries = [...parts.flatMap((part) => part.entries), ...volumes.entries];
  if (entries.length > 0) {
    const material = materialService(platform, entries);
    services.set(MATERIAL_SERVICE, { component: undefined, service: material.service });
    configs.push(...material.configs);
  }
  const settled = settledService(platform, jobsOf(parts), services);
  if (settled !== undefined) services.set(SETTLED_SERVICE, { component: undefined, service: settled });

  const customised = customiseServices(render, services);
  const material = materialList(
    render,
    parts.flatMap((part) => part.secretFiles),
  );
  problems.throwIfErrors();
  const file: ComposeFile = {
    name: platform.qualifiedName,
    "x-ashlar": factsOf(platform),
    services: Object.fromEntries(customised),
    networks: networks.networks,
    volumes: volumes.declarations,
    configs: configDeclarations(configs),
  };
  return {
    target: "compose",
    name: platform.qualifiedName,
    file,
    files: [{ path: "compose.yaml", text: writeCompose(file) }, ...configFiles(configs)],
    material,
    notes: [...lowered.notes, ...problems.items],
  };
}

function configDeclarations(configs: readonly PlainConfig[]): Record<string, ComposeConfig> {
  return Object.fromEntries(configs.map(({ file }) => [file, { file: `./${CONFIG_FOLDER}/${file}` }]));
}

/** Each file once: its name tells its content. */
function configFiles(configs: readonly PlainConfig[]): readonly ArtifactFile[] {
  const byPath = new Map<string, ArtifactFile>();
  for (const { file, text, executable } of configs) {
    const path = `${CONFIG_FOLDER}/${file}`;
    byPath.set(path, { path, text, ...(executable ? { executable } : {}) });
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
