import type { ArtifactFile } from "../constructs/render/artifact";
import type { RenderedTarget } from "./render-target";

/** Where a rendered folder keeps the list of what `init` makes for it. It names values and holds none. */
export const MATERIAL_FILE = ".ashlar/material.json";

/** Where a rendered folder keeps what its reader should know: emulations, accepted losses, prerequisites. */
export const REPORT_FILE = ".ashlar/report.json";

/** Every file of a rendered folder: the artifact's own, and what is said about it. */
export function outputFiles(artifact: RenderedTarget): readonly ArtifactFile[] {
  const { target, name, notes, material, files } = artifact;
  const prerequisites = artifact.target === "kubernetes" ? artifact.prerequisites : [];
  return [
    ...files,
    { path: MATERIAL_FILE, text: json(material) },
    { path: REPORT_FILE, text: json({ target, name, prerequisites, notes }) },
  ];
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
