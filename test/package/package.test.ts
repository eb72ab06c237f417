import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

// What a user gets is the packed tarball, not this folder: pack it, install it beside nothing but what it declares, use it.

const root = join(__dirname, "..", "..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const subpaths = Object.keys(manifest.exports)
  .filter((subpath) => subpath !== "./package.json")
  .map((subpath) => `ashlar${subpath.slice(1)}`);

jest.setTimeout(180_000);

let app: string;
let installed: string;

/** Runs Node in the user's folder; what it prints is the answer. */
function node(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: app, encoding: "utf8" });
}

function write(file: string, text: string): string {
  writeFileSync(join(app, file), text);
  return file;
}

beforeAll(() => {
  app = realpathSync(mkdtempSync(join(tmpdir(), "ashlar-package-")));
  execFileSync(process.execPath, [join(root, "scripts", "build.mjs")], { cwd: root, stdio: "inherit" });
  const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", app], {
    cwd: root,
    encoding: "utf8",
  });
  execFileSync("tar", ["-xzf", packed.trim().split("\n").at(-1)!], { cwd: app });
  installed = join(app, "node_modules", "ashlar");
  mkdirSync(dirname(installed));
  execFileSync("mv", [join(app, "package"), installed]);
  // What the package declares and nothing else: an undeclared dependency would not be found.
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, "@types/node": "" })) {
    mkdirSync(dirname(join(app, "node_modules", name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(app, "node_modules", name));
  }
  write("package.json", JSON.stringify({ name: "user", private: true }));
});

afterAll(() => rmSync(app, { recursive: true, force: true }));

describe("the packed package", () => {
  it("is imported by name from an ES module", () => {
    const file = write("named.mjs", `import { Platform } from "ashlar"; console.log(typeof Platform, Platform.name);`);
    expect(node(file)).toBe("function Platform\n");
  });

  it("is required from CommonJS", () => {
    const file = write(
      "named.cjs",
      `const { Platform } = require("ashlar"); console.log(typeof Platform, Platform.name);`,
    );
    expect(node(file)).toBe("function Platform\n");
  });

  it.each(subpaths)("%s gives both module systems the same names and the same objects", (subpath) => {
    const file = write(
      "same.mjs",
      `import { createRequire } from "node:module";
       import * as imported from "${subpath}";
       const required = createRequire(import.meta.url)("${subpath}");
       const names = Object.keys(required).filter((name) => name !== "__esModule").sort();
       const unlike = names.filter((name) => imported[name] !== required[name]);
       console.log(JSON.stringify({ names, unlike }));`,
    );
    const { names, unlike } = JSON.parse(node(file));
    expect(names).not.toEqual([]);
    expect(unlike).toEqual([]);
  });

  it("brings types that stand on their own to both module systems", () => {
    const uses = subpaths.map(
      (subpath, index) =>
        `import * as part${index} from "${subpath}"; export const keep${index}: object = part${index};`,
    );
    const files = [write("typed.mts", uses.join("\n")), write("typed.cts", uses.join("\n"))];
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const flags = [
      "--noEmit",
      "--strict",
      "--module",
      "node16",
      "--target",
      "es2022",
      "--lib",
      "es2023",
      "--types",
      "node",
    ];
    const { stdout } = spawnSync(process.execPath, [tsc, ...flags, ...files], { cwd: app, encoding: "utf8" });
    // Declarations of other packages are checked too, and their errors are not ours to judge.
    const ours = stdout
      .split("\n")
      .filter((line) => line.includes("error TS") && /^(node_modules\/ashlar\/|typed\.)/.test(line));
    expect(ours).toEqual([]);
  });

  it("runs its command", () => {
    const command = join(installed, manifest.bin.ashlar);
    expect(statSync(command).mode & 0o111).not.toBe(0);
    expect(readFileSync(command, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(node(command, "--version").trim()).toBe(manifest.version);
  });

  it("holds what is compiled, its licence and its documents, and nothing of the workshop", () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "package.json", "README.md"]));
    const strangers = files.filter(
      (file) =>
        !/^(LICENSE|NOTICE|README\.md|CHANGELOG\.md|package\.json|dist\/(constructs|stacks|policies|cli)\/.+\.(js|d\.ts|js\.map|sql|sh|lua)|policies\/packs\/[a-z]+\/(PulumiPolicy\.yaml|package\.json))$/.test(
          file,
        ),
    );
    expect(strangers).toEqual([]);
  });
});

describe("a clone", () => {
  it("runs its own command by name, without asking a registry", () => {
    execFileSync(process.execPath, [join(root, "scripts", "link-bin.mjs")], { cwd: root });
    const started = performance.now();
    const version = execFileSync("npx", ["ashlar", "--version"], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, npm_config_offline: "true" },
    });
    expect(version.trim()).toBe(manifest.version);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
