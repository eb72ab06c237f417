import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ComposeProject } from "../live/support/compose-project";
import { composeWithoutDaemon } from "../live/support/docker";
import type { Judgement } from "./random-checks";
import { buildPlatform, type PlatformPlan } from "./random-platform";

/**
 * Writes and initialises a plan's Compose folder, and has the real `docker compose config` read it. It must accept the
 * folder, and no value that the init made may stand in it.
 */
export async function judgeProject(plan: PlatformPlan): Promise<Judgement> {
  const project = await ComposeProject.create(buildPlatform(plan));
  try {
    const { code, stdout, stderr } = await composeWithoutDaemon(project.folder, ["config", "--format", "json"]);
    const services = code === 0 ? Object.keys((JSON.parse(stdout) as { readonly services: object }).services) : [];
    const values = project.artifact.material.secrets.map(({ name }) =>
      readFileSync(project.kept(join("secrets", name)), "utf8"),
    );
    return {
      found: { code, stderr, services: services.sort(), leaks: filesWith(project.folder, values) },
      expected: { code: 0, stderr: "", services: Object.keys(project.file.services).sort(), leaks: [] },
    };
  } finally {
    project.remove();
  }
}

function filesWith(folder: string, values: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const text = readFileSync(file, "utf8");
      return values.some((value) => value.length > 0 && text.includes(value));
    });
}
