import { existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Repository } from "../git/repository";

/** Whether a path lies below a folder, or is it. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * Gives a checkout what git does not keep and its platform needs: the packages of the work tree, and its `.env`, both as
 * links. Packages that are folders of the repository itself are the checkout's own.
 *
 * @param root the work tree
 * @param folders folders that modules are looked up from, absolute and below the root
 */
export async function linkSurroundings(
  repository: Pick<Repository, "root" | "keeps">,
  checkout: string,
  folders: readonly string[],
): Promise<void> {
  const { root } = repository;
  const above = new Set(folders.flatMap((folder) => waysUp(root, folder)));
  for (const folder of above) {
    const there = join(checkout, relative(root, folder));
    if (!existsSync(there)) continue;
    linkPackages(join(folder, "node_modules"), join(there, "node_modules"), { root, checkout });
    const settings = relative(root, join(folder, ".env"));
    if (existsSync(join(root, settings)) && !existsSync(join(there, ".env")) && !(await repository.keeps(settings)))
      symlinkSync(join(root, settings), join(there, ".env"));
  }
}

function waysUp(root: string, folder: string): readonly string[] {
  return folder === root || !isBelow(root, folder) ? [root] : [folder, ...waysUp(root, dirname(folder))];
}

interface Trees {
  readonly root: string;
  readonly checkout: string;
}

function linkPackages(from: string, to: string, trees: Trees): void {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    // A scope is a folder of packages; those of a workspace may stand in it beside others.
    if (name.startsWith("@") && !lstatSync(source).isSymbolicLink()) linkPackages(source, target, trees);
    else if (!existsSync(target)) symlinkSync(packageOf(source, trees), target);
  }
}

/** Where a package is for the checkout: in the work tree's packages, unless it is a folder that git keeps. */
function packageOf(source: string, { root, checkout }: Trees): string {
  if (!lstatSync(source).isSymbolicLink()) return source;
  const place = resolve(dirname(source), readlinkSync(source));
  const real = existsSync(place) ? realpathSync(place) : place;
  const isOwn = isBelow(root, real) && !relative(root, real).split(sep).includes("node_modules");
  const own = join(checkout, relative(root, real));
  return isOwn && existsSync(own) ? own : source;
}
