// Adds to package-lock.json the native packages of platforms that the registry at hand does not carry. Compilers publish one
// package a platform, as optional dependencies; a partial mirror has only some of them, npm then writes no entry for the
// rest, and `npm ci` refuses such a file. An entry names version and platform; npm adds the hash where it sees the package.
// Run it after `npm install`. Usage: node scripts/complete-lock.mjs [--check]
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const file = join(dirname(fileURLToPath(import.meta.url)), "..", "package-lock.json");
const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const processors = [
  "arm64",
  "arm",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "universal",
  "wasm32",
  "x64",
];

/** Which machines a native package is for, as its name says by the custom of its kind. */
function platformOf(name) {
  if (name === "fsevents") return { os: ["darwin"] };
  const words = name.split(/[/-]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (cpu === undefined)
    throw new Error(`the name of "${name}" does not say its platform; teach scripts/complete-lock.mjs`);
  return { ...(cpu === "universal" ? {} : { cpu: [cpu] }), ...(os === undefined ? {} : { os: [os] }) };
}

const lock = JSON.parse(readFileSync(file, "utf8"));
const missing = new Map();
for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    const found = `node_modules/${name}` in lock.packages || `${path}/node_modules/${name}` in lock.packages;
    if (found) continue;
    const version = range.replace(/^[~^]/, "");
    if (!/^\d+\.\d+\.\d+[\w.-]*$/.test(version))
      throw new Error(`"${name}" is wanted as "${range}", which names no version`);
    const { cpu, os } = platformOf(name);
    missing.set(`node_modules/${name}`, { version, cpu, ...(dev ? { dev } : {}), optional: true, os });
  }
}

if (process.argv.includes("--check")) {
  for (const path of missing.keys())
    console.error(`package-lock.json lacks ${path}; run node scripts/complete-lock.mjs`);
  process.exitCode = missing.size > 0 ? 1 : 0;
} else if (missing.size > 0) {
  const [root, ...rest] = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) });
  rest.sort(([a], [b]) => a.localeCompare(b, "en"));
  lock.packages = Object.fromEntries([root, ...rest]);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`added to package-lock.json: ${missing.size} native packages of other platforms`);
}
