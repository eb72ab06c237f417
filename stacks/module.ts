import { existsSync, statSync } from "node:fs";
import { dirname, extname } from "node:path";
import { pathToFileURL } from "node:url";
import { AshlarError, diagnostic } from "../constructs/model/diagnostics";
import { Platform } from "../constructs/model/platform";
import { manifestOf, ownModules } from "./own-modules";

/** What a module's function is told. */
export interface ModuleContext {
  readonly environment: string;
}

/** What a module may export as its default: a platform, or a function that returns one, now or later. */
export type ModuleExport = Platform | ((context: ModuleContext) => Platform | Promise<Platform>);

/** Endings of files that hold a module. */
export const MODULE_ENDINGS = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"] as const;

/**
 * Loads a platform from a file of the user's. TypeScript is stripped of its types and not checked: that is the editor's
 * and the compiler's work.
 *
 * @param environment what the user asked for; undefined: the platform's own, or `dev` for a function
 * @throws AshlarError ASH-INPUT-006 (no such file, or it cannot be loaded), ASH-INPUT-005 (no module, or no platform in it),
 * ASH-INPUT-002 (a platform of another environment); and whatever the module throws of ours
 */
export async function loadModule(file: string, environment: string | undefined): Promise<Platform> {
  if (!existsSync(file)) AshlarError.throw("ASH-INPUT-006", { path: file, message: "no such file" });
  refuseOtherFiles(file);
  const exported = await importDefault(file);
  const isFunction = typeof exported === "function";
  const platform: unknown = isFunction ? await call(file, exported, environment ?? "dev") : exported;
  if (!Platform.isPlatform(platform)) {
    return AshlarError.throw("ASH-INPUT-005", {
      path: file,
      message: isFunction ? "the default export returns no platform" : "the default export is no platform",
      value: kindOf(platform),
      allowed: "a Platform, or a function that returns one",
    });
  }
  const own = platform.spec.environment;
  if (environment !== undefined && own !== environment) {
    AshlarError.throw("ASH-INPUT-002", {
      path: file,
      message: "the platform is of another environment than the one that is asked for",
      value: own,
      allowed: environment,
      cure: "export a function that takes { environment } and makes the platform of it",
    });
  }
  return platform;
}

/** Whoever names rendered files wants them judged, and should not be told of a loader's trouble with them. */
function refuseOtherFiles(file: string): void {
  const isFolder = statSync(file).isDirectory();
  const ending = extname(file);
  if (!isFolder && MODULE_ENDINGS.some((known) => known === ending)) return;
  AshlarError.throw("ASH-INPUT-005", {
    path: file,
    message: isFolder ? "a folder is no module" : "a file of this kind is no module",
    ...(isFolder ? {} : { value: ending }),
    allowed: MODULE_ENDINGS.join(" | "),
    cure: "name the file that exports the platform; `ashlar check` takes a folder, or a YAML or JSON file, as well",
  });
}

async function call(file: string, make: unknown, environment: string): Promise<unknown> {
  try {
    return await (make as (context: ModuleContext) => unknown)({ environment });
  } catch (error) {
    return refuse(file, "the default export failed", error);
  }
}

async function importDefault(file: string): Promise<unknown> {
  try {
    const exports: unknown = /\.[cm]?ts$/.test(extname(file))
      ? await importWithOwnNames(file)
      : await importPlain(file);
    return defaultOf(exports);
  } catch (error) {
    return refuse(file, "the module cannot be loaded", error);
  }
}

/** `import()` of a CommonJS module has its exports as the default, and their own default inside. */
function defaultOf(exports: unknown): unknown {
  const inner = hasDefault(exports) ? exports.default : exports;
  return hasDefault(inner) && !Platform.isPlatform(inner) ? inner.default : inner;
}

const hasDefault = (value: unknown): value is { readonly default: unknown } =>
  typeof value === "object" && value !== null && "default" in value;

async function importPlain(file: string): Promise<unknown> {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- without starting the loader of ES modules
    return isCommonJs(file) ? (require(file) as unknown) : await import(pathToFileURL(file).href);
  } catch (error) {
    // The module lies where Node does not find this package; it is run by this package all the same.
    if (isMissingPackage(error)) return importWithOwnNames(file);
    throw error;
  }
}

function isMissingPackage(error: unknown): boolean {
  const isMissing = error instanceof Error && /MODULE_NOT_FOUND$/.test(String((error as NodeJS.ErrnoException).code));
  return isMissing && /'(ashlar|constructs)['/]/.test(error.message);
}

/** As Node tells it: by the ending, else by the nearest package.json. */
function isCommonJs(file: string): boolean {
  if (extname(file) !== ".js") return extname(file) === ".cjs";
  for (let folder = dirname(file), below = file; folder !== below; below = folder, folder = dirname(folder)) {
    const manifest = manifestOf(folder);
    if (manifest !== undefined) return manifest.type !== "module";
  }
  return true;
}

async function importWithOwnNames(file: string): Promise<unknown> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- 40 ms that only TypeScript needs
  const { createJiti } = require("jiti") as typeof import("jiti");
  return createJiti(__filename, { virtualModules: ownModules(), interopDefault: false }).import(file);
}

function refuse(file: string, what: string, error: unknown): never {
  if (AshlarError.is(error)) throw error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const refusal = new AshlarError([
    diagnostic("ASH-INPUT-006", {
      path: file,
      message: `${what}: ${name}: ${message.split("\n")[0] ?? ""}`,
      cure: "correct the module; --log-level debug shows where it failed",
    }),
  ]);
  refusal.cause = error;
  throw refusal;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" ? (value.constructor?.name ?? "object") : typeof value;
}
