// Compiles the library to dist/ and keeps dist/ an exact image of the sources: assets beside the sources are copied, what
// has no source any more is removed. Does nothing, and says nothing, when no input has changed.
// Usage: node scripts/build.mjs [--force]
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const stamp = join(dist, ".build-stamp");
const rooms = ["constructs", "stacks", "policies", "cli"];
const settings = ["package-lock.json", "tsconfig.base.json", "tsconfig.build.json", "scripts/build.mjs"];
const assetEndings = [".sql", ".sh", ".lua"];
const emittedEndings = [".d.ts", ".js.map", ".js"];

/** Every file below a folder, as absolute paths in a stable order. */
function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]));
}

const isSource = (file) => file.endsWith(".ts");
const isAsset = (file) => assetEndings.some((ending) => file.endsWith(ending));
const inputs = () => rooms.flatMap((room) => walk(join(root, room))).filter((file) => isSource(file) || isAsset(file));

/** Names, sizes and times of all inputs: enough to see an edit, a rename, a deletion and a checkout. */
function fingerprint(files) {
  const hash = createHash("sha256");
  for (const file of [...settings.map((name) => join(root, name)).filter(existsSync), ...files]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

function compile() {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  if (!existsSync(tsc)) {
    console.error("build: typescript is not installed; run `npm ci` with its development dependencies");
    return 1;
  }
  return spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" }).status ?? 1;
}

function copyAssets(files) {
  for (const file of files.filter(isAsset)) {
    const target = join(dist, relative(root, file));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(file, target);
    chmodSync(target, statSync(file).mode);
  }
}

/** Removes what was emitted for sources that are gone, so that a deleted file cannot be imported by accident. */
function prune(files) {
  const wanted = new Set(
    files.flatMap((file) => {
      const target = join(dist, relative(root, file));
      return isAsset(file) ? [target] : emittedEndings.map((ending) => target.replace(/\.ts$/, ending));
    }),
  );
  for (const file of rooms.flatMap((room) => walk(join(dist, room)))) if (!wanted.has(file)) rmSync(file);
}

/** npm marks a bin executable only when it installs the package, and a clone installs itself by a link. */
function markBins() {
  const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const target of Object.values(bin).map((path) => join(root, path)))
    if (existsSync(target)) chmodSync(target, 0o755);
}

const before = inputs();
const wantedStamp = fingerprint(before);
const fresh = existsSync(stamp) && readFileSync(stamp, "utf8") === wantedStamp && !process.argv.includes("--force");
if (!fresh) {
  rmSync(stamp, { force: true });
  // An incremental compile trusts its own record: without the files that the record describes it would emit nothing.
  const emitted = before.filter(isSource).every((file) => {
    const target = join(dist, relative(root, file));
    return file.endsWith(".d.ts") || existsSync(target.replace(/\.ts$/, ".js"));
  });
  if (!emitted) rmSync(join(dist, "tsconfig.build.tsbuildinfo"), { force: true });
  const status = compile();
  if (status !== 0) {
    console.error(`build: the compiler found errors in ${rooms.join(sep === "/" ? "/ " : " ")}/ (exit code ${status})`);
    process.exit(1);
  }
  copyAssets(before);
  prune(before);
  markBins();
  writeFileSync(stamp, wantedStamp);
}
