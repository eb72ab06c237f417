// The public names as the compiler sees them: every entry point of package.json, and what it exports.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";

const require = createRequire(import.meta.url);

/** @type {typeof import("typescript")} */
export const ts = require("typescript");

/** Where the tests and the build find the source of a published declaration. */
const sourceOf = (types) => types.replace(/^\.\/dist\//, "").replace(/\.d\.ts$/, ".ts");

/**
 * Reads the sources of all entry points. Types of other packages are not loaded: what is shown of a type is what its
 * author wrote, and the declarations of the Kubernetes SDK alone would take ten times as long as everything here.
 *
 * @param {string} root
 */
export function readProgram(root) {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const entries = Object.entries(manifest.exports)
    .filter(([, target]) => typeof target === "object")
    .map(([path, { types }]) => ({ specifier: join(manifest.name, path), source: sourceOf(types) }));
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, "tsconfig.build.json"), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const settings = { ...options, types: [], noEmit: true, incremental: false, tsBuildInfoFile: undefined };
  const host = ts.createCompilerHost(settings);
  host.resolveModuleNameLiterals = (literals, file) =>
    literals.map(({ text }) =>
      text.startsWith(".") ? ts.resolveModuleName(text, file, settings, host) : { resolvedModule: undefined },
    );
  const program = ts.createProgram(
    entries.map(({ source }) => join(root, source)),
    settings,
    host,
  );
  const checker = program.getTypeChecker();
  const read = ({ specifier, source }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(join(root, source)));
    const names = checker
      .getExportsOfModule(module)
      .map((symbol) => ({ name: symbol.name, symbol: origin(checker, symbol) }));
    return { specifier, source, names: names.filter(({ symbol }) => declarationOf(symbol) !== undefined) };
  };
  return { checker, entries: entries.map(read), fileOf: (symbol) => relative(root, fileOf(symbol)), root };
}

/** What an import or a re-export names. */
export const origin = (checker, symbol) =>
  (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);

export const declarationOf = (symbol) => symbol.declarations?.[0];

/** The file that declares a symbol. */
export const fileOf = (symbol) => declarationOf(symbol).getSourceFile().fileName;
