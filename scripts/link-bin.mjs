// Links this package's own commands into node_modules/.bin, as npm does for every package but the one it stands in. So
// `npx ashlar` in a clone runs the clone, at once and without asking a registry.
import { lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "node_modules", ".bin");
const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

mkdirSync(folder, { recursive: true });
for (const [name, target] of Object.entries(bin)) {
  const link = join(folder, name);
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
  symlinkSync(relative(folder, join(root, target)), link);
}
