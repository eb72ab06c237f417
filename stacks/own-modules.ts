import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** What of a package.json is read here. */
export interface Manifest {
  readonly name?: string;
  readonly type?: string;
  readonly exports?: Readonly<Record<string, { readonly default: string } | string>>;
}

/** The package.json of a folder. */
export function manifestOf(folder: string): Manifest | undefined {
  const file = join(folder, "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Manifest) : undefined;
}

/**
 * The package's public names, each meaning this copy of it, wherever the module that imports it lies: two copies would be
 * loaded twice as slowly. A name is loaded when it is imported.
 */
export function ownModules(): Record<string, unknown> {
  const package_ = join(__dirname, "..", "..");
  const built = manifestOf(package_)?.name === "ashlar";
  const root = built ? package_ : join(__dirname, "..");
  const modules: Record<string, unknown> = {};
  const define = (name: string, path: string): void => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- only what a module asks for
    Object.defineProperty(modules, name, { enumerable: true, get: () => require(path) as unknown });
  };
  for (const [subpath, entry] of Object.entries(manifestOf(root)?.exports ?? {})) {
    if (typeof entry === "string") continue;
    const path = built ? entry.default : entry.default.replace(/^\.\/dist\/(.*)\.js$/, "./$1");
    define(posix.join("ashlar", subpath), join(root, path));
  }
  // The trees of both must be of one kind.
  define("constructs", "constructs");
  return modules;
}
