import { cpSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { installPackage } from "./installed-package";

const EXAMPLE = resolve(__dirname, "../../../examples/team-pulumi");

/** Puts examples/team-pulumi into a folder, as a team has it that has installed the package. */
export async function installTeamExample(folder: string): Promise<void> {
  cpSync(EXAMPLE, folder, { recursive: true, filter: (path) => !path.includes("node_modules") });
  const { devDependencies } = JSON.parse(readFileSync(join(EXAMPLE, "package.json"), "utf8")) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  await installPackage(folder, Object.keys(devDependencies));
}
